"""What members of the demo's community ask and answer. All of it is invented."""

from __future__ import annotations

MEMBERS_FR = (
    "Maëlle", "Gaspard29", "Titouan", "Odile V", "Bastien_velo", "Yasmina", "Roxane", "PapiCycliste", "Loïc 44",
    "Sandrine R", "Anatole", "Mireille", "Kevin Nantes", "Solène", "Ombeline", "Rachid", "Fanny dehors", "Étienne",
    "Capucine", "JeanPi", "Noémie", "Hadrien", "Coralie", "Ludo des Alpes", "Zoé_pédale", "Thibault", "Marion B",
    "Gwenaël", "Aurore", "Denis 69", "Elsa", "Malo",
)  # fmt: skip
MEMBERS_EN = (
    "Harriet", "Old Spokes", "Dev of Leeds", "Rowan", "Priya", "Gareth", "Tamsin", "Wheely Good", "Oskar", "Bea",
    "Callum", "Miriam",
)  # fmt: skip

# Board, who asks mostly: name, about, language.
BOARDS = (
    ("batteries", "Batteries et autonomie", "Charge, autonomie, hiver, remplacement.", "fr"),
    ("entretien", "Entretien et réglages", "Freins, transmission, pneus, bruits.", "fr"),
    ("trajets", "Trajets et équipement", "Sacoches, enfants, pluie, itinéraires.", "fr"),
    ("riders", "English riders", "Anything about your Vélostral, in English.", "en"),
    ("remorques", "Remorques", "Remorques et transport de charges.", "fr"),
)

IDEAS = (
    ("Un antivol intégré au cadre", "Un anneau dans le cadre, verrouillé par l’application. J’y pense chaque matin au parking.", "fr", 41),
    ("Afficher la santé de la batterie sur l’écran", "Elle est dans l’application, mais l’écran serait plus parlant.", "fr", 27),
    ("A bell that car drivers hear", "The little one is for pedestrians. Something louder for the road, please.", "en", 12),
    ("Des garde-boue plus longs d’origine", "Tout le monde en rachète.", "fr", 19),
    ("Reprendre les vieilles batteries en boutique", "Aujourd’hui il faut les envoyer. Les boutiques pourraient les reprendre.", "fr", 9),
)  # fmt: skip

# Product → its reviews: stars, title, text, language. Where there are two stars, the house replies.
REVIEWS: dict[str, tuple[tuple[int, str, str, str], ...]] = {
    "Bora": (
        (5, "Il a remplacé la voiture", "8 000 km en deux ans, par tous les temps. L’assistance est douce, la position confortable.", "fr"),
        (4, "Très bon vélo, chargeur bruyant", "Rien à redire sur le vélo. Le chargeur siffle la nuit, je l’ai mis au garage.", "fr"),
        (2, "Décevant pour ce prix", "Deux passages à l’atelier en six mois pour le même bruit, et personne ne rappelle. Je n’en rachèterai pas.", "fr"),
        (5, "Hills are gone", "I live at the top of one. Best money I ever spent, and the exchange of the battery was done at home.", "en"),
        (3, "Correct", "Bonne autonomie, mais trop lourd pour mon troisième étage.", "fr"),
    ),
    "Mistral 2": (
        (5, "Le vélo de tous les jours", "Deux ans de trajets, une révision, une crevaison. Rien d’autre à raconter, et c’est bien.", "fr"),
        (4, "Vif et discret", "On oublie qu’il est électrique. La selle d’origine est trop molle, je l’ai changée.", "fr"),
        (4, "Quiet and quick", "The motor is hardly heard. The bell is hardly heard either, which is less good.", "en"),
        (3, "Bien, mais l’écran…", "Illisible en plein soleil. Le reste est très bien.", "fr"),
    ),
    "Zéphyr 3": (
        (5, "Dans le train chaque matin", "Plié en dix secondes, il tient entre deux sièges.", "fr"),
        (2, "La charnière a pris du jeu", "Au bout de huit mois. Réglée sous garantie, revenue deux mois après.", "fr"),
        (4, "Small flat, big help", "Lives behind the door. A kilo less would be welcome on the stairs.", "en"),
        (4, "Malin", "L’autonomie suffit pour la ville, pas pour la campagne.", "fr"),
    ),
    "Casque Brise": (
        (5, "On l’oublie", "Léger, bien aéré, la molette se règle avec des gants.", "fr"),
        (3, "Taille petit", "Prenez une taille au-dessus.", "fr"),
    ),
    "Antivol Nœud": (
        (4, "Solide", "Un peu lourd, mais il a découragé quelqu’un : la gaine est entaillée, le câble non.", "fr"),
        (3, "Fine for a café stop", "Not what I would leave a bike with overnight.", "en"),
    ),
    "Sacoche Lest": (
        (5, "Sèche sous l’orage", "Vingt minutes de pluie battante, l’ordinateur n’a rien senti.", "fr"),
        (4, "Bien pensée", "Il manque une poche pour les clés.", "fr"),
    ),
    "Batterie 500 Wh": (
        (4, "Comme neuf", "Le vélo retrouve ses 70 km. Le prix fait mal.", "fr"),
        (5, "Échange sans histoire", "Commandée le lundi, posée le jeudi en boutique.", "fr"),
    ),
    "Révision annuelle": (
        (5, "Rendu propre et réglé", "Deux heures, un café, et une liste de ce qui a été fait.", "fr"),
        (4, "Sérieux", "Il faut réserver trois semaines avant au printemps.", "fr"),
    ),
}  # fmt: skip
# Product → what its page says of it.
ABOUT = {
    "Bora": "Le vélo cargo : deux enfants ou huit sacs, 70 km d’autonomie, moteur central.",
    "Mistral 2": "Le vélo de ville : cadre bas, transmission par courroie, 80 km d’autonomie.",
    "Zéphyr 3": "Le pliant : 17 kg, dix secondes pour le fermer, 45 km d’autonomie.",
    "Casque Brise": "280 g, quatorze aérations, norme EN 1078, trois tailles.",
    "Antivol Nœud": "Câble tressé de 18 mm, un mètre vingt, deux clés.",
    "Sacoche Lest": "20 litres, étanche, crochets réglables de 8 à 16 mm.",
    "Batterie 500 Wh": "Pour tous les Vélostral depuis 2021 ; reprise de l’ancienne en boutique.",
    "Révision annuelle": "Freins, transmission, roues, mise à jour : deux heures en atelier, sur rendez-vous.",
}
REPLY = {
    "Bora": "Merci d’avoir pris le temps de l’écrire. Deux passages pour le même bruit, ce n’est pas ce que nous "
    "voulons : l’atelier de Nantes vous rappelle sous 48 heures, et la pédale est désormais graissée au montage.",
    "Zéphyr 3": "Merci de nous l’avoir dit. La charnière de votre série a été remplacée par un modèle plus large ; "
    "la boutique vous la pose gratuitement, même hors garantie.",
}
INSULT = "Vous êtes vraiment tous des abrutis ici, incapables de lire un mode d’emploi !!"

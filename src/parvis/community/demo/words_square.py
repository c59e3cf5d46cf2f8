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

# Board → what is asked, with answers: the first is the one that helps. %(product)s is the bike's name.
ASKED: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "batteries": (
        (
            "Mon %(product)s s’arrête à 80 %% de charge, est-ce normal ?",
            "Depuis la mise à jour, la charge s’arrête à 80 %%. Le voyant est vert. Je la laisse toute la nuit, rien n’y fait.",
            (
                "C’est le **mode longévité**. Dans l’application : *Batterie → Charge complète*, puis laissez branché une heure.",
                "Pareil chez moi, et la réponse du dessus a marché.",
            ),
        ),
        (
            "Autonomie divisée par deux cet hiver avec le %(product)s",
            "60 km en septembre, 32 km ce matin par 2 °C, même trajet, même assistance. La batterie est-elle morte ?",
            (
                "Non, le froid : une cellule à 0 °C rend environ 70 %% de sa capacité. Gardez la batterie à l’intérieur la nuit et montez-la au départ.",
                "J’ajoute une housse néoprène, je regagne 5 ou 6 km.",
                "Regonflez aussi : l’hiver on perd facilement 1 bar.",
            ),
        ),
        (
            "La batterie du %(product)s peut-elle passer l’hiver au garage ?",
            "Je ne roule pas de décembre à mars. Faut-il la laisser branchée ?",
            (
                "Surtout pas branchée : entre 40 et 60 %%, au sec, et un coup d’œil toutes les six semaines.",
                "Chez moi elle dort dans l’entrée, à 50 %%. Trois hivers sans souci.",
            ),
        ),
        (
            "Le chargeur du %(product)s chauffe beaucoup",
            "On peut à peine poser la main dessus au bout d’une heure. Dangereux ?",
            (
                "Tiède oui, brûlant non. Posez-le sur du carrelage, pas sur un tapis. S’il dépasse ce que la main supporte, arrêtez et écrivez au service client : il est échangé.",
            ),
        ),
        (
            "Combien de cycles tient la batterie du %(product)s ?",
            "J’en suis à 400 charges, l’application affiche 88 %% de santé.",
            (
                "On annonce 70 %% après 1 000 cycles complets. À 400 charges et 88 %%, vous êtes dans la moyenne haute.",
            ),
        ),
    ),
    "entretien": (
        (
            "Frein avant du %(product)s qui couine sous la pluie",
            "Dès qu’il pleut, tout le quartier m’entend. Les plaquettes ont 1 500 km.",
            (
                "Plaquettes vitrées : démontez, un coup de papier de verre (grain 120), dégraissez le disque à l’alcool.",
                "Sinon les plaquettes organiques couinent moins, mais s’usent plus vite.",
            ),
        ),
        (
            "Quelle pression pour les pneus du %(product)s ?",
            "Je pèse 92 kg, trajets en ville, pavés.",
            (
                "À 92 kg : 3,2 bars devant, 3,8 derrière. Sur pavés mouillés, 0,3 de moins.",
                "Vérifiez tous les mois, ça change tout pour l’autonomie.",
            ),
        ),
        (
            "La chaîne du %(product)s saute sur le petit pignon",
            "Seulement quand j’appuie fort en côte. 4 000 km au compteur.",
            (
                "À 4 000 km la chaîne est souvent à changer : mesurez l’usure (au-delà de 0,75 %%, on change). Si vous attendez, c’est la cassette qui suit.",
            ),
        ),
        (
            "Bruit de craquement au pédalier du %(product)s",
            "Un clac à chaque tour, côté droit, moteur éteint ou allumé.",
            (
                "Neuf fois sur dix, c’est la pédale : démontez, graissez le filetage, remontez à 35 Nm.",
                "Chez moi c’était la tige de selle, allez savoir.",
            ),
        ),
        (
            "À quelle fréquence faire réviser le %(product)s ?",
            "Je roule 80 km par semaine.",
            ("Tous les 2 000 km ou une fois par an ; à votre rythme, au printemps et à l’automne.",),
        ),
    ),
    "trajets": (
        (
            "Quelles sacoches tiennent sur le porte-bagages du %(product)s ?",
            "Le tube fait 16 mm, mes vieux crochets ne passent pas.",
            (
                "Il faut des crochets réglables 8–16 mm. Prenez-les avec le verrou du bas, sinon elles dansent sur les pavés.",
            ),
        ),
        (
            "Siège enfant à l’arrière du %(product)s : lequel ?",
            "Mon fils a 2 ans, 12 kg.",
            (
                "Jusqu’à 22 kg sur le porte-bagages (charge maxi 27 kg avec sacoches). Vérifiez la norme EN 14344 sur l’étiquette.",
                "Avec la rehausse de selle, on a encore la place des genoux.",
            ),
        ),
        (
            "Le %(product)s passe-t-il dans le train ?",
            "TER Nantes–Angers deux fois par semaine.",
            (
                "En TER oui, dans l’espace vélos, sans réservation hors été. Démontez la batterie pour le porter : 4 kg de moins.",
            ),
        ),
        (
            "Garde-boue plus longs pour le %(product)s",
            "Mes chaussures sont trempées à l’arrivée.",
            ("Ajoutez une bavette avant de 15 cm : deux vis, et plus jamais les pieds mouillés.",),
        ),
    ),
    "riders": (
        (
            "My %(product)s loses Bluetooth every few minutes",
            "Phone in my jacket, Android 14. The app says “searching” and the display goes on by itself.",
            (
                "Battery saving on the phone: exempt the app (Settings → Apps → Battery → Unrestricted). Fixed it for me.",
            ),
        ),
        (
            "Can I tow a trailer with the %(product)s?",
            "Two kids, about 35 kg with the trailer.",
            (
                "Yes, up to 60 kg braked or not, with the axle hitch of your dropout (12 mm thru-axle). Mind the range: count a third less.",
                "Brakes first: have the pads checked, you will feel the difference.",
            ),
        ),
        (
            "Is the battery exchange of the %(product)s really free?",
            "I got the letter, but the shop asks for a deposit.",
            (
                "It is free, collection included. If a shop asks for money, send us its name here or by mail, and do not pay.",
            ),
        ),
        (
            "What tyre width fits the %(product)s?",
            "Thinking of 55 mm for gravel.",
            ("47 mm with mudguards, 50 mm without. 55 rubs under load, I tried.",),
        ),
    ),
    "remorques": (
        (
            "Attache de remorque pour le %(product)s ?",
            "Axe traversant de 12 mm, laquelle prendre ?",
            ("L’adaptateur à axe 12×1,5 mm. Comptez 40 €.",),
        ),
        (
            "Quelle charge maximale en remorque avec le %(product)s ?",
            "Pour aller au compost.",
            ("60 kg remorque comprise, c’est dans le manuel page 31.",),
        ),
        ("Remorque qui tire à gauche", "Toujours à gauche, même à vide.", ()),
        ("Bâche de pluie pour remorque", "La mienne est déchirée, on en trouve où ?", ()),
    ),
}

IDEAS = (
    ("Un antivol intégré au cadre", "Un anneau dans le cadre, verrouillé par l’application. J’y pense chaque matin au parking.", "fr", 41),
    ("Afficher la santé de la batterie sur l’écran", "Elle est dans l’application, mais l’écran serait plus parlant.", "fr", 27),
    ("A bell that car drivers hear", "The little one is for pedestrians. Something louder for the road, please.", "en", 12),
    ("Des garde-boue plus longs d’origine", "Tout le monde en rachète.", "fr", 19),
    ("Reprendre les vieilles batteries en boutique", "Aujourd’hui il faut les envoyer. Les boutiques pourraient les reprendre.", "fr", 9),
)  # fmt: skip

# stars, title, text, language
REVIEWS = (
    (5, "Il a remplacé la voiture", "8 000 km en deux ans, par tous les temps. L’assistance est douce, la position confortable.", "fr"),
    (4, "Très bon vélo, chargeur bruyant", "Rien à redire sur le vélo. Le chargeur siffle la nuit, je l’ai mis au garage.", "fr"),
    (2, "Décevant pour ce prix", "Deux passages à l’atelier en six mois pour le même bruit, et personne ne rappelle. Je n’en rachèterai pas.", "fr"),
    (5, "Hills are gone", "I live at the top of one. Best money I ever spent, and the exchange of the battery was done at home.", "en"),
    (3, "Correct", "Bonne autonomie, mais trop lourd pour mon troisième étage.", "fr"),
)  # fmt: skip
REPLY = (
    "Merci d’avoir pris le temps de l’écrire. Deux passages pour le même bruit, ce n’est pas ce que nous voulons : "
    "l’atelier de Nantes vous rappelle sous 48 heures, et la pédale est désormais graissée au montage."
)
INSULT = "Vous êtes vraiment tous des abrutis ici, incapables de lire un mode d’emploi !!"

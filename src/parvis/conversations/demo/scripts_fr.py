"""Exchanges with customers in French. Invented for the demo.

A script: topic, subject, lines. A line begins with c (customer), a (adviser) or n (private note among us).
{prenom} first name, {p} product, {n} order number, {v} city, {agent} who answers, {j} days.
"""

USUAL = (
    ("delivery", "Où en est ma commande {n} ?", (
        "c Bonjour, j’ai commandé un {p} il y a {j} jours (commande {n}) et le suivi n’avance plus. Pouvez-vous me dire quand il arrivera ? Merci, {prenom}",
        "n Transporteur appelé : colis bloqué au dépôt de {v}, repart demain.",
        "a Bonjour {prenom}, votre {p} attendait au dépôt de {v} : il repart demain et sera chez vous avant vendredi. Je surveille la livraison et vous écris dès qu’elle est confirmée. {agent}",
        "c Merci pour votre réponse rapide, c’est parfait.",
    )),
    ("range", "Autonomie du {p}", (
        "c Bonjour, mon {p} fait 55 km par charge alors que la fiche annonce 90. Est-ce normal en hiver ?",
        "a Bonjour {prenom}, par temps froid une batterie perd environ un tiers de son autonomie : 55 à 60 km en mode normal, c’est attendu. Gardez-la à l’intérieur la nuit, vous gagnerez une dizaine de kilomètres. {agent}",
        "c D’accord, je vais essayer. Merci !",
    )),
    ("app", "L’application ne trouve plus mon vélo", (
        "c Depuis la mise à jour, Vélostral Connect ne trouve plus mon {p}. J’ai tout redémarré, rien n’y fait.",
        "a Bonjour {prenom}, dans l’application, ouvrez Réglages puis « Oublier ce vélo », et refaites le jumelage le vélo allumé. Si cela ne suffit pas, indiquez-moi le modèle de votre téléphone. {agent}",
        "c Ça ne marche toujours pas, c’est vraiment pénible. J’ai un téléphone de 2021.",
        "n Même panne que lundi : transmis à l’équipe application.",
        "a Merci {prenom}. C’est un défaut que nous connaissons sur ce modèle ; le correctif sort jeudi. Je reviens vers vous ce jour-là. {agent}",
    )),
    ("repair", "Roue arrière voilée", (
        "c Bonjour, la roue arrière de mon {p} s’est voilée. L’atelier de {v} ne peut me prendre que dans trois semaines, et j’en ai besoin pour travailler.",
        "a Bonjour {prenom}, je vous ai trouvé un rendez-vous mardi à 9 h chez notre réparateur agréé, et un vélo de prêt vous y attend. Cela vous convient-il ? {agent}",
        "c Oui, c’est formidable, merci beaucoup !",
    )),
    ("invoice", "Facture pour la prime vélo", (
        "c Bonjour, la métropole me demande une facture avec le numéro de cadre. Pouvez-vous me l’envoyer ? Commande {n}.",
        "a Bonjour {prenom}, la voici avec le numéro de cadre. Bonne route avec votre {p} ! {agent}",
    )),
    ("return", "Retour du {p}", (
        "c Le {p} est trop lourd pour moi, je souhaite le renvoyer. Je l’ai reçu il y a six jours.",
        "a Bonjour {prenom}, bien sûr : vous avez quatorze jours. Le transporteur passera à la date de votre choix, et le remboursement suit sous cinq jours après contrôle. {agent}",
        "c Très bien, jeudi matin si possible.",
    )),
    ("praise", "Merci à votre équipe", (
        "c Je voulais simplement remercier la boutique de {v}, des gens adorables et compétents. Mon {p} est parfait.",
        "a Merci {prenom}, votre message est affiché à l’atelier de {v}. Belle route ! {agent}",
    )),
    ("price", "{p} ou modèle au-dessus ?", (
        "c Bonjour, j’hésite entre le {p} et le Bora pour emmener deux enfants à {v}. Que conseillez-vous ?",
        "a Bonjour {prenom}, pour deux enfants, le Bora sans hésiter : il porte 80 kg à l’arrière. Un essai d’une heure est possible à {v} cette semaine, voulez-vous que je réserve ? {agent}",
        "c Oui volontiers, samedi matin.",
        "a C’est réservé samedi à 10 h. À bientôt ! {agent}",
    )),
)  # fmt: skip

CRISIS = (
    ("battery", "Batterie Bora : que faire ?", (
        "c J’ai vu la vidéo de Nantes. Je charge mon Bora dans mon immeuble, avec mes enfants à côté. Est-ce dangereux ? Répondez-moi vite.",
        "n Consigne Paul (batteries) : ne plus charger, débrancher, stocker dehors ou au garage, loin de matières inflammables.",
        "a Bonjour {prenom}, par prudence ne chargez plus la batterie et rangez-la débranchée, hors du logement. Nous vérifions les numéros de série et je vous écris dès que le vôtre est contrôlé. {agent}",
        "c Et en attendant je fais comment pour emmener les enfants à l’école ?",
    )),
    ("battery", "Remboursement", (
        "c Je n’ai plus confiance, je veux être remboursé de mon Bora. J’ai appelé trois fois sans réponse, c’est inadmissible.",
        "a Bonjour {prenom}, je comprends votre colère et je vous présente nos excuses pour l’attente. Votre batterie est dans la série rappelée : elle sera échangée chez vous, et un vélo vous est prêté d’ici là. Si vous préférez le remboursement, je le lance aujourd’hui. {agent}",
        "c Prêtez-moi le vélo, on verra ensuite.",
    )),
    ("battery", "Numéro de série", (
        "c Mon numéro de batterie est B500-24-1187, suis-je concerné ? Le site ne fonctionne pas.",
        "a Bonjour {prenom}, oui, votre batterie est concernée. L’échange est gratuit et se fait à domicile ; je vous propose mercredi ou vendredi. {agent}",
        "c Vendredi.",
        "a C’est noté : vendredi entre 8 h et 12 h, à {v}. {agent}",
        "c Technicien passé, tout est en ordre. Merci d’avoir tenu parole.",
    )),
)  # fmt: skip

"""What people say about Vélostral in French. Invented for the demo.

A line is (topic, text); {p} product, {v} city, {k} kilometres, {j} days, {c} competitor.
"""

USUAL = (
    ("ride", "Premier trajet de {k} km avec mon {p}, le sourire jusqu’au bureau. Merci @velostral !"),
    ("ride", "Trois semaines de {p} à {v} : je ne reprendrai plus le bus le matin."),
    ("ride", "Le {p} avale les côtes de {v} comme si de rien n’était, bluffant."),
    ("ride", "{k} km ce week-end, deux enfants à l’arrière, zéro fatigue. Vive le {p}."),
    ("range", "Quelqu’un sait combien de kilomètres on fait vraiment avec la batterie B500 en hiver ?"),
    ("range", "Autonomie annoncée 90 km, j’en fais {k} en mode éco. Un peu déçu du {p}."),
    ("range", "Petit retour sur le {p} : {k} km par charge à {v}, c’est mieux que prévu."),
    ("app", "L’appli Vélostral Connect se déconnecte encore à chaque démarrage, c’est pénible."),
    ("app", "La mise à jour de Vélostral Connect a enfin réparé le GPS, bravo à l’équipe."),
    ("app", "Impossible de jumeler mon {p} depuis la mise à jour. Une idée ? #velostral"),
    ("delivery", "Commande {p} annoncée sous 8 jours, ça fait {j} jours que j’attends. Aucune nouvelle."),
    ("delivery", "Mon {p} est arrivé avec deux jours d’avance, livreur adorable à {v}."),
    ("delivery", "{j} jours de retard pour mon {p}, et le suivi ne bouge plus. Agaçant."),
    ("shop", "Super accueil à la boutique Vélostral de {v}, on sent des gens qui roulent."),
    ("shop", "Boutique de {v} : essayé le {p}, conseils honnêtes, on ne m’a rien forcé à acheter."),
    ("shop", "La boutique de {v} était fermée alors que le site disait ouvert…"),
    ("price", "2 490 € le {p}, c’est cher mais la prime de la métropole aide bien."),
    ("price", "Entre le {p} et le modèle de {c}, vous prendriez lequel pour {v} ?"),
    ("price", "J’hésite : {p} ou {c} ? Le prix est proche, l’autonomie aussi."),
    ("repair", "Frein qui couine réglé en dix minutes par l’atelier de {v}. Gratuit. Chapeau."),
    ("repair", "Quatre semaines pour une simple roue arrière, sérieusement @velostral ?"),
    ("repair", "Atelier agréé de {v} débordé : prochain rendez-vous dans {j} jours."),
    ("press", "Vélostral ouvre une boutique à {v}"),
    ("press", "Comparatif : le {p} face à ses rivaux sur les pavés de {v}"),
    ("press", "Vélo électrique : le marché français résiste, Vélostral et {c} au coude à coude"),
    ("idea", "Ce serait bien que Vélostral vende un porte-bébé compatible avec le {p}."),
    ("idea", "Une béquille double d’origine sur le {p}, et ce serait parfait."),
    ("review", "Très bon vélo. Confortable, silencieux, finitions propres. Je recommande le {p}."),
    ("review", "Correct sans plus. Le {p} est lourd à monter dans un escalier."),
    ("review", "Selle inconfortable au-delà de {k} km, le reste est excellent."),
    ("review", "Écran illisible en plein soleil et notice incompréhensible. Décevant à ce prix."),
)

CRISIS = (
    ("battery", "Une batterie de Bora a fumé dans un garage à Nantes ?! @velostral vous dites quoi ?"),
    ("battery", "La vidéo de la batterie en feu fait peur. Mes enfants sont sur ce vélo tous les matins."),
    ("battery", "Je charge mon Bora dans l’entrée de l’immeuble. Je suis censé faire quoi maintenant ?"),
    ("battery", "Honteux. 3 000 € le vélo cargo et la batterie chauffe. @velostral"),
    ("battery", "Toujours aucune réponse de Vélostral sur les batteries. Silence radio, scandaleux."),
    ("battery", "Standard saturé, {j} appels sans réponse. C’est ça le service client ?"),
    ("battery", "Je veux un remboursement, je ne remonte pas sur ce Bora."),
    ("battery", "Mon Bora reste au garage tant qu’on ne sait pas. Très inquiet."),
    ("battery", "Après la vidéo de Nantes j’annule ma commande, j’irai chez {c}."),
    ("battery", "RT : incendie d’une batterie de vélo cargo à Nantes, pas de blessé"),
    ("battery", "Quelqu’un connaît les numéros de série concernés ? Le site plante."),
    ("press", "Nantes : la batterie d’un vélo cargo prend feu dans un garage, le fabricant enquête"),
    ("press", "Batteries : Vélostral sous le feu des critiques"),
)

RECALL = (
    ("recall", "Vélostral rappelle les batteries B500 de 2024, échange gratuit à domicile. Enfin une réponse claire."),
    ("recall", "Bon point : @velostral prête un vélo le temps de l’échange."),
    ("recall", "Numéro de série vérifié en deux minutes, la mienne n’est pas concernée. Ouf."),
    ("recall", "Rappel annoncé mais le formulaire plante, impossible de s’inscrire. Ça continue…"),
    ("recall", "Rendez-vous d’échange dans {j} jours. Long, mais au moins on sait."),
    ("press", "Vélostral rappelle 1 800 batteries et prête des vélos à ses clients"),
)

RECOVERY = (
    ("recall", "Batterie échangée ce matin devant chez moi à {v}, dix minutes, technicien au top. Bravo @velostral."),
    ("recall", "Franchement, la façon dont Vélostral a géré le rappel m’a donné confiance."),
    ("recall", "Nouvelle batterie, et un mot d’excuse écrit à la main. Ça compte."),
    ("recall", "Merci à Léa du service client, qui a rappelé elle-même pour s’assurer que tout allait bien."),
    ("recall", "J’avais annulé, je reviens : ils ont été corrects. Ce sera le {p}."),
    ("recall", "Échange reporté deux fois à {v}. Pas encore tout à fait au point."),
    ("press", "Rappel de batteries : comment Vélostral a repris la main"),
)

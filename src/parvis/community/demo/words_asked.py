"""What members of the demo's community ask one another. All of it is invented.

Board → what is asked: how it may be put (%(product)s is the bike's name), what is said of it, and the answers in their
order, each in one or several wordings; the first is the one that helps.
"""

from __future__ import annotations

Asked = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]

ASKED: dict[str, tuple[Asked, ...]] = {
    "batteries": (
        (
            ("Mon %(product)s s’arrête à 80 %% de charge, est-ce normal ?", "%(product)s : la charge se bloque à 80 %%", "Impossible de dépasser 80 %% de batterie sur le %(product)s"),
            ("Depuis la mise à jour, la charge s’arrête à 80 %%. Le voyant est vert. Je la laisse toute la nuit, rien n’y fait.", "Branché huit heures, voyant vert, et toujours 80 %%. Avant, il montait à 100."),
            (
                ("C’est le **mode longévité**. Dans l’application : *Batterie → Charge complète*, puis laissez branché une heure.", "Mode longévité activé par la mise à jour : *Batterie → Charge complète* une fois par mois suffit."),
                ("Pareil chez moi, et la réponse du dessus a marché.",),
            ),
        ),
        (
            ("Autonomie divisée par deux cet hiver avec le %(product)s", "Le %(product)s ne fait plus que 30 km par temps froid", "Gel et autonomie du %(product)s : à quoi s’attendre ?"),
            ("60 km en septembre, 32 km ce matin par 2 °C, même trajet, même assistance. La batterie est-elle morte ?", "Même trajet qu’en été, et je finis sans assistance depuis qu’il gèle."),
            (
                ("Non, le froid : une cellule à 0 °C rend environ 70 %% de sa capacité. Gardez la batterie à l’intérieur la nuit et montez-la au départ.",),
                ("J’ajoute une housse néoprène, je regagne 5 ou 6 km.",),
                ("Regonflez aussi : l’hiver on perd facilement 1 bar.",),
            ),
        ),
        (
            ("La batterie du %(product)s peut-elle passer l’hiver au garage ?", "Hivernage : où ranger la batterie du %(product)s ?", "Trois mois sans rouler, que faire de la batterie du %(product)s ?"),
            ("Je ne roule pas de décembre à mars. Faut-il la laisser branchée ?", "Le garage descend à 3 °C. J’hésite entre la cave et l’entrée."),
            (
                ("Surtout pas branchée : entre 40 et 60 %%, au sec, et un coup d’œil toutes les six semaines.",),
                ("Chez moi elle dort dans l’entrée, à 50 %%. Trois hivers sans souci.",),
            ),
        ),
        (
            ("Le chargeur du %(product)s chauffe beaucoup", "Chargeur brûlant sur le %(product)s : je m’inquiète ?", "%(product)s : odeur de chaud près du chargeur"),
            ("On peut à peine poser la main dessus au bout d’une heure. Dangereux ?", "Il est posé sur un tapis dans l’entrée, et il est vraiment chaud."),
            (("Tiède oui, brûlant non. Posez-le sur du carrelage, pas sur un tapis. S’il dépasse ce que la main supporte, arrêtez et écrivez au service client : il est échangé.",),),
        ),
        (
            ("Combien de cycles tient la batterie du %(product)s ?", "Santé de batterie à 88 %% sur le %(product)s : bien ou pas ?", "Quand remplacer la batterie du %(product)s ?"),
            ("J’en suis à 400 charges, l’application affiche 88 %% de santé.", "Le vendeur parle de cinq ans, le voisin de trois. Qui croire ?"),
            (("On annonce 70 %% après 1 000 cycles complets. À 400 charges et 88 %%, vous êtes dans la moyenne haute.",),),
        ),
        (
            ("Le rappel des batteries concerne-t-il le %(product)s ?", "Numéro de série du %(product)s : où le lire pour le rappel ?", "Lettre de rappel reçue pour mon %(product)s, et maintenant ?"),
            ("J’ai lu qu’un lot de batteries est échangé. Je ne trouve pas le numéro sur la mienne.", "La lettre parle d’un lot de l’automne. Comment savoir si c’est le mien ?"),
            (
                ("Le numéro est sous la batterie, huit chiffres après « SN ». Sur la page du rappel, il répond tout de suite oui ou non.",),
                ("Échangée chez moi en dix minutes, rien payé.",),
            ),
        ),
        (
            ("L’écran du %(product)s affiche E07", "%(product)s : code E07 au démarrage", "E07 après la pluie sur le %(product)s"),
            ("Il s’allume, affiche E07 et refuse l’assistance. Hier tout allait bien.", "Orage hier soir, E07 ce matin."),
            (
                ("Contact humide : batterie sortie, on essuie les broches, on laisse sécher une heure à l’intérieur. Si E07 revient, c’est le joint : l’atelier le change sous garantie.",),
                ("Un peu de graisse diélectrique sur le joint et je ne l’ai plus revu.",),
            ),
        ),
        (
            ("Charger le %(product)s au bureau : quelle prise ?", "Peut-on brancher le %(product)s sur une multiprise ?", "Consommation d’une charge complète du %(product)s ?"),
            ("Mon employeur demande combien cela coûte et si une prise ordinaire suffit.", "Le parking a une prise simple, partagée avec deux collègues."),
            (("Une prise ordinaire suffit : le chargeur prend 180 W. Une charge complète, c’est 0,6 kWh, une quinzaine de centimes.",),),
        ),
        (
            ("Une deuxième batterie pour le %(product)s, ça vaut le coup ?", "%(product)s : batterie de rechange dans la sacoche ?", "Voyager avec deux batteries sur le %(product)s"),
            ("Je prépare 140 km sur deux jours, sans prise au camping.", "549 € la 500 Wh : qui s’en sert vraiment ?"),
            (
                ("Pour 140 km, oui. Rechargez-la au restaurant de midi, en deux heures vous reprenez 60 %%.",),
                ("J’ai revendu la mienne : je roule en mode éco et 110 km passent.",),
            ),
        ),
        (
            ("Le %(product)s perd 5 %% par nuit sans rouler", "Batterie du %(product)s qui se vide à l’arrêt", "%(product)s : décharge au parking"),
            ("Le soir 64 %%, le matin 59. Rien n’est allumé.", "Une semaine de vacances et 30 %% de moins au retour."),
            (("Le Bluetooth de l’écran reste éveillé si le téléphone est à portée. Coupez « Retrouver mon vélo » la nuit : chez moi 0,5 %%.",),),
        ),
    ),
    "entretien": (
        (
            ("Frein avant du %(product)s qui couine sous la pluie", "%(product)s : les freins hurlent quand c’est mouillé", "Plaquettes bruyantes sur le %(product)s"),
            ("Dès qu’il pleut, tout le quartier m’entend. Les plaquettes ont 1 500 km.", "Sec, aucun bruit. Mouillé, on m’entend arriver."),
            (
                ("Plaquettes vitrées : démontez, un coup de papier de verre (grain 120), dégraissez le disque à l’alcool.",),
                ("Sinon les plaquettes organiques couinent moins, mais s’usent plus vite.",),
            ),
        ),
        (
            ("Quelle pression pour les pneus du %(product)s ?", "%(product)s : 3 ou 4 bars ?", "Pneus du %(product)s sur pavés, à combien gonfler ?"),
            ("Je pèse 92 kg, trajets en ville, pavés.", "58 kg, piste cyclable lisse, un porte-bagages bien chargé."),
            (
                ("À 92 kg : 3,2 bars devant, 3,8 derrière. En dessous de 65 kg, 0,5 de moins ; sur pavés mouillés, encore 0,3.",),
                ("Vérifiez tous les mois, ça change tout pour l’autonomie.",),
            ),
        ),
        (
            ("La chaîne du %(product)s saute sur le petit pignon", "%(product)s : la chaîne craque en côte", "Usure de chaîne sur le %(product)s, comment mesurer ?"),
            ("Seulement quand j’appuie fort en côte. 4 000 km au compteur.", "Le calibre de l’atelier dit 0,8, c’est grave ?"),
            (("À 4 000 km la chaîne est souvent à changer : mesurez l’usure (au-delà de 0,75 %%, on change). Si vous attendez, c’est la cassette qui suit.",),),
        ),
        (
            ("Bruit de craquement au pédalier du %(product)s", "%(product)s : un clac à chaque tour de pédale", "D’où vient ce grincement sur le %(product)s ?"),
            ("Un clac à chaque tour, côté droit, moteur éteint ou allumé.", "Deux passages à l’atelier et il est toujours là."),
            (
                ("Neuf fois sur dix, c’est la pédale : démontez, graissez le filetage, remontez à 35 Nm.",),
                ("Chez moi c’était la tige de selle, allez savoir.",),
            ),
        ),
        (
            ("À quelle fréquence faire réviser le %(product)s ?", "Révision annuelle du %(product)s : obligatoire pour la garantie ?", "Combien coûte l’entretien du %(product)s ?"),
            ("Je roule 80 km par semaine.", "89 € par an, est-ce que cela vaut la peine si je fais la chaîne moi-même ?"),
            (("Tous les 2 000 km ou une fois par an ; à votre rythme, au printemps et à l’automne. La garantie ne l’exige pas, mais le carnet aide à la revente.",),),
        ),
        (
            ("Changer une chambre à air arrière sur le %(product)s", "Crevaison au %(product)s : par où commencer ?", "%(product)s : démonter la roue du moteur"),
            ("Le câble du moteur m’impressionne. Faut-il le débrancher ?", "À dix kilomètres de chez moi, avec deux démonte-pneus."),
            (
                ("Le connecteur se tire tout droit, sans tourner, à 20 cm de l’axe. Repérez la flèche, remettez-la en face.",),
                ("On peut aussi réparer sans sortir la roue : on dégage juste un côté du pneu.",),
            ),
        ),
        (
            ("Rayons cassés sur le %(product)s", "%(product)s : la roue arrière se voile", "Roue du %(product)s, combien de rayons de rechange ?"),
            ("Deux en un mois. Je charge 15 kg de courses.", "Le vélociste propose de tout reprendre pour 70 €."),
            (("Deux d’affilée, c’est la tension. Faites retendre toute la roue, pas un rayon à la fois ; après, j’ai fait 6 000 km.",),),
        ),
        (
            ("Nettoyer le %(product)s au jet : oui ou non ?", "Laver le %(product)s sans abîmer l’électronique", "%(product)s plein de boue, que faire ?"),
            ("Le lavage de la station est tentant.", "Après la forêt, il est méconnaissable."),
            (
                ("Jamais à haute pression : l’eau entre dans les roulements. Seau, brosse, éponge, batterie sortie et bouchon en place.",),
                ("Un chiffon sur la chaîne après, et une goutte d’huile par maillon.",),
            ),
        ),
        (
            ("La béquille du %(product)s se desserre", "%(product)s qui tombe de sa béquille", "Couple de serrage de la béquille du %(product)s ?"),
            ("Tous les quinze jours je la resserre.", "Avec le siège enfant, il bascule."),
            (("15 Nm et une goutte de frein-filet bleu. Avec un siège enfant, prenez la béquille double.",),),
        ),
        (
            ("L’éclairage du %(product)s s’éteint sur les bosses", "%(product)s : feu arrière intermittent", "Faux contact du phare sur le %(product)s"),
            ("Sur route lisse, rien. Sur les pavés, il clignote.", "Je m’en aperçois quand les voitures klaxonnent."),
            (("La fiche sous le garde-boue : un collier de serrage pour qu’elle ne bouge plus, et c’est réglé.",),),
        ),
    ),
    "trajets": (
        (
            ("Quelles sacoches tiennent sur le porte-bagages du %(product)s ?", "Crochets de sacoche trop petits pour le %(product)s", "%(product)s : la sacoche Lest se monte-t-elle seule ?"),
            ("Le tube fait 16 mm, mes vieux crochets ne passent pas.", "Les miennes dansent et tapent dans le talon."),
            (("Il faut des crochets réglables 8–16 mm. Prenez-les avec le verrou du bas, sinon elles dansent sur les pavés.",),),
        ),
        (
            ("Siège enfant à l’arrière du %(product)s : lequel ?", "Emmener un enfant de 2 ans sur le %(product)s", "Poids maximal d’un siège enfant sur le %(product)s"),
            ("Mon fils a 2 ans, 12 kg.", "Deux enfants, 12 et 17 kg, et un seul porte-bagages."),
            (
                ("Jusqu’à 22 kg sur le porte-bagages (charge maxi 27 kg avec sacoches). Vérifiez la norme EN 14344 sur l’étiquette.",),
                ("Avec la rehausse de selle, on a encore la place des genoux.",),
            ),
        ),
        (
            ("Le %(product)s passe-t-il dans le train ?", "TER et %(product)s : faut-il réserver ?", "Monter le %(product)s dans un Intercités"),
            ("TER Nantes–Angers deux fois par semaine.", "Première fois avec un vélo de 24 kg, je crains l’escalier du quai."),
            (("En TER oui, dans l’espace vélos, sans réservation hors été. Démontez la batterie pour le porter : 4 kg de moins.",),),
        ),
        (
            ("Garde-boue plus longs pour le %(product)s", "Pieds trempés sur le %(product)s", "%(product)s sous la pluie : quelles protections ?"),
            ("Mes chaussures sont trempées à l’arrivée.", "Le pantalon va, les pieds non."),
            (("Ajoutez une bavette avant de 15 cm : deux vis, et plus jamais les pieds mouillés.",),),
        ),
        (
            ("Quel antivol pour laisser le %(product)s à la gare ?", "%(product)s dehors toute la journée : U ou chaîne ?", "L’antivol Nœud suffit-il pour le %(product)s ?"),
            ("Dix heures par jour, parking éclairé mais non gardé.", "L’assurance demande un modèle homologué."),
            (
                ("Deux, de sortes différentes : un U homologué au cadre, le Nœud à la roue avant. Et la batterie avec vous.",),
                ("Photographiez le numéro de cadre, l’assurance le demande.",),
            ),
        ),
        (
            ("La Loire à vélo en %(product)s : par où passer ?", "%(product)s : Nantes–Angers en deux jours, faisable ?", "Étapes avec prises pour le %(product)s sur la Loire"),
            ("90 km par jour, deux adultes, un bébé.", "On cherche des cafés où l’on peut brancher sans gêner."),
            (("Rive sud, presque tout est revêtu. Ancenis et Chalonnes ont des prises à l’office de tourisme, gratuites.",),),
        ),
        (
            ("Gants et %(product)s : comment garder les doigts chauds ?", "Manchons ou gants chauffants pour le %(product)s ?", "%(product)s l’hiver, vos équipements"),
            ("À −2 °C je ne sens plus les freins.", "Trajet de 25 minutes, tous les jours."),
            (("Des manchons : un peu laids, mais on roule en gants fins et on sent les leviers.",),),
        ),
    ),
    "riders": (
        (
            ("My %(product)s loses Bluetooth every few minutes", "%(product)s and Android 14: the app keeps searching", "Display of the %(product)s drops the phone"),
            ("Phone in my jacket, Android 14. The app says “searching” and the display goes on by itself.", "It worked until the last update of the app."),
            (("Battery saving on the phone: exempt the app (Settings → Apps → Battery → Unrestricted). Fixed it for me.",),),
        ),
        (
            ("Can I tow a trailer with the %(product)s?", "Two kids behind the %(product)s?", "Trailer hitch for the %(product)s"),
            ("Two kids, about 35 kg with the trailer.", "Flat roads, ten kilometres to school and back."),
            (
                ("Yes, up to 60 kg braked or not, with the axle hitch of your dropout (12 mm thru-axle). Mind the range: count a third less.",),
                ("Brakes first: have the pads checked, you will feel the difference.",),
            ),
        ),
        (
            ("Is the battery exchange of the %(product)s really free?", "Deposit asked for the battery recall of my %(product)s", "How long does the battery exchange of the %(product)s take?"),
            ("I got the letter, but the shop asks for a deposit.", "I need the bike every day and would hate to wait for weeks."),
            (("It is free, collection included, and took three days here. If a shop asks for money, send us its name here or by mail, and do not pay.",),),
        ),
        (
            ("What tyre width fits the %(product)s?", "Gravel tyres on the %(product)s?", "%(product)s with 55 mm tyres, anybody?"),
            ("Thinking of 55 mm for gravel.", "The canal path is mud from November on."),
            (("47 mm with mudguards, 50 mm without. 55 rubs under load, I tried.",),),
        ),
        (
            ("Is the %(product)s worth it for a hilly town?", "%(product)s up a 14 %% hill with shopping", "Which assist level on the %(product)s for Sheffield?"),
            ("I live at the top of everything.", "Coming from a normal bike and from knees that complain."),
            (
                ("Level 3 and a low gear from the start, do not wait until you stall. Mine does 14 %% with two bags.",),
                ("Count half the range on such days.",),
            ),
        ),
        (
            ("Storing the %(product)s outside under a cover", "Does rain hurt the %(product)s?", "Cover for the %(product)s that does not trap damp"),
            ("No shed, a small front yard, British weather.", "The connectors look a little green."),
            (("Battery indoors, a cover that is open at the bottom, and grease on the contacts twice a year. Four winters now.",),),
        ),
        (
            ("Insurance for the %(product)s in the UK", "Does house insurance cover the %(product)s?", "Frame number of the %(product)s: where?"),
            ("They ask for a frame number and a lock rating.", "Mine says bikes up to £1,000, which it is not."),
            (("Under the bottom bracket, eleven characters. Most ask for a Gold lock; keep the receipt and a photo.",),),
        ),
    ),
    "remorques": (
        (
            ("Attache de remorque pour le %(product)s ?", "%(product)s : quel adaptateur d’axe pour remorque ?"),
            ("Axe traversant de 12 mm, laquelle prendre ?",),
            (("L’adaptateur à axe 12×1,5 mm. Comptez 40 €.",),),
        ),
        (
            ("Quelle charge maximale en remorque avec le %(product)s ?", "Le %(product)s tire-t-il 50 kg de compost ?"),
            ("Pour aller au compost.",),
            (("60 kg remorque comprise, c’est dans le manuel page 31.",),),
        ),
        (("Remorque qui tire à gauche", "Ma remorque part toujours à gauche"), ("Toujours à gauche, même à vide.",), ()),
        (("Bâche de pluie pour remorque", "Où trouver une bâche de remorque ?"), ("La mienne est déchirée, on en trouve où ?",), ()),
        (
            ("Remorque pour chien derrière le %(product)s", "Un chien de 30 kg derrière le %(product)s"),
            ("Il est calme, mais il bouge dans les virages.",),
            (("Attachez-le court, côté gauche, et roulez deux fois à vide pour qu’il comprenne.",),),
        ),
        (("Feu arrière pour remorque", "Éclairage d’une remorque la nuit, vos idées ?"), ("On ne me voit pas dans les ronds-points.",), ()),
    ),
}  # fmt: skip

"""What people say about Vélostral in English. Invented for the demo; placeholders as in words_fr.py."""

USUAL = (
    ("ride", "First {k} km commute on my {p} and I arrived grinning. Thank you @velostral!"),
    ("ride", "Three weeks of riding the {p} around {v}. The car has not moved once."),
    ("ride", "School run on the {p} beats the traffic in {v} every single morning."),
    ("range", "Does anybody know the real winter range of the B500 battery?"),
    ("range", "Promised 90 km, I get {k} in eco mode. A bit disappointed with the {p}."),
    ("range", "{k} km on one charge around {v}, better than I expected from the {p}."),
    ("app", "Velostral Connect keeps logging me out every time I start the bike. So annoying."),
    ("app", "Latest Velostral Connect update finally fixed the GPS. Well done."),
    ("app", "Can’t pair my {p} since the update. Any ideas? #velostral"),
    ("delivery", "Ordered a {p}, promised in 8 days, still waiting after {j}. No news at all."),
    ("delivery", "My {p} turned up two days early, lovely delivery driver in {v}."),
    ("shop", "Great test ride at the {v} shop, honest advice, no pressure."),
    ("shop", "The {v} shop was closed although the website said open…"),
    ("price", "£2,190 for the {p} is a lot, but cycle-to-work helps."),
    ("price", "{p} or {c}? Same price, similar range. What would you pick for {v}?"),
    ("repair", "Squeaky brake fixed in ten minutes at the {v} workshop, free of charge. Brilliant."),
    ("repair", "Four weeks for a rear wheel, seriously @velostral?"),
    ("press", "Vélostral opens a shop in {v}"),
    ("press", "Group test: the {p} against its rivals"),
    ("idea", "Please make a child seat that fits the {p}!"),
    ("review", "Very good bike. Quiet, comfortable, well finished. I recommend the {p}."),
    ("review", "Decent, nothing more. The {p} is heavy to carry upstairs."),
    ("review", "Display impossible to read in the sun and a useless manual. Poor for the price."),
)

CRISIS = (
    ("battery", "A Bora battery went up in smoke in Nantes?! What do you say @velostral?"),
    ("battery", "That battery fire video is scary. My kids ride on this bike every day."),
    ("battery", "I charge my Bora in the hallway. What am I supposed to do now?"),
    ("battery", "Disgraceful. A cargo bike at this price and the battery overheats."),
    ("battery", "Still no answer from Velostral about the batteries. Terrible."),
    ("battery", "I want a refund, I am not getting back on that Bora."),
    ("battery", "Cancelled my order after the Nantes video, going to {c} instead."),
    ("press", "E-bike maker investigates battery fire in western France"),
)

RECALL = (
    ("recall", "Velostral is recalling 2024 B500 batteries, free exchange at home. A clear answer at last."),
    ("recall", "Good on @velostral for lending a bike during the exchange."),
    ("recall", "Checked my serial number, mine is fine. Phew."),
    ("recall", "Recall announced but the form keeps crashing. It never ends…"),
)

RECOVERY = (
    ("recall", "New battery fitted outside my door in {v} in ten minutes. Great technician. Thanks @velostral."),
    ("recall", "Honestly the way Velostral handled the recall made me trust them more."),
    ("recall", "A new battery and a handwritten note to say sorry. That counts."),
    ("recall", "Exchange postponed twice in {v}. Not quite there yet."),
)

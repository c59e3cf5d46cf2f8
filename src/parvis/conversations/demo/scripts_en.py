"""Exchanges with customers in English. Invented for the demo; lines as in scripts_fr.py."""

USUAL = (
    ("delivery", "Where is my order {n}?", (
        "c Hello, I ordered a {p} {j} days ago (order {n}) and the tracking has not moved since. When will it arrive? {prenom}",
        "a Hello {prenom}, your {p} was held at the depot and leaves tomorrow: it will be with you by Friday. I will keep an eye on it. {agent}",
        "c Thank you for the quick answer, great service.",
    )),
    ("range", "Range of my {p}", (
        "c My {p} only does 55 km on a charge although you promised 90. Is that normal?",
        "a Hello {prenom}, in cold weather a battery loses about a third of its range, so 55 to 60 km is expected. Keeping it indoors overnight helps. {agent}",
        "c All right, I will try that. Thanks.",
    )),
    ("app", "The app cannot find my bike", (
        "c Since the last update the app cannot find my {p}. I restarted everything and nothing works. Very annoying.",
        "a Hello {prenom}, please open Settings, choose Forget this bike and pair it again with the bike switched on. If that fails, tell me which phone you have. {agent}",
        "c That did it, thank you!",
    )),
    ("return", "Returning the {p}", (
        "c The {p} is too heavy for me and I would like to send it back. I received it last week.",
        "a Hello {prenom}, of course: you have fourteen days. The carrier will collect it on the day you choose. {agent}",
        "c Thursday morning, please.",
    )),
    ("price", "Cycle to work", (
        "c Hi, do you take part in cycle-to-work, and can I try the {p} in {v}?",
        "a Hello {prenom}, yes we do, and the {p} is at our {v} shop: shall I book you an hour on Saturday? {agent}",
        "c Yes please, in the morning.",
    )),
    ("praise", "Lovely people in {v}", (
        "c Just a word to thank the {v} workshop. Ten minutes, no charge, a smile. Brilliant.",
        "a Thank you {prenom}, I have passed it on and they are delighted. {agent}",
    )),
)  # fmt: skip

CRISIS = (
    ("battery", "Is my battery safe?", (
        "c I saw the video of the battery fire. My Bora is in the hallway next to the bedroom. Is it dangerous? Please answer quickly.",
        "a Hello {prenom}, as a precaution please stop charging it and keep it unplugged outside your home. I am checking your serial number now. {agent}",
        "c And how do I take the children to school meanwhile?",
    )),
    ("battery", "I want a refund", (
        "c I no longer trust this bike and I want my money back. I called three times and nobody answered, this is unacceptable.",
        "a Hello {prenom}, I am sorry for the wait. Your battery is part of the recall: we exchange it at your door and lend you a bike until then. If you prefer a refund, I will start it today. {agent}",
        "c Lend me the bike, then we will see.",
        "a It will be with you tomorrow morning. {agent}",
    )),
)  # fmt: skip

"""Words that make up generated names and sentences; none of them is a real place or body."""

STEMS = (
    "ash", "beck", "birch", "black", "bram", "brock", "burn", "calder", "carr", "chester",
    "cold", "crow", "dale", "deep", "dun", "east", "elm", "fair", "fen", "fox", "glen", "gold",
    "grey", "hale", "hart", "haw", "heath", "high", "holm", "horn", "kings", "kirk", "lang",
    "leigh", "lime", "long", "low", "lynd", "mar", "mere", "mill", "moor", "nether", "new",
    "north", "oak", "old", "over", "pen", "pike", "ravens", "red", "rook", "rush", "salt",
    "sand", "shel", "silver", "south", "stan", "stone", "strat", "swan", "thorn", "tor",
    "under", "wal", "west", "wether", "white", "wil", "wind", "wood", "wyre", "yew",
)  # fmt: skip
ENDINGS = (
    "borough", "bridge", "burgh", "bury", "by", "cliffe", "combe", "cote", "dene", "den",
    "field", "ford", "gate", "ham", "head", "hurst", "ley", "low", "mere", "mouth", "port",
    "shaw", "shire", "side", "stead", "stow", "thorpe", "ton", "wick", "worth",
)  # fmt: skip
AIMS = (
    "Burglary", "Robbery", "Violence", "Harm", "Knife Crime", "Reoffending", "Vehicle Crime",
    "Night Time Economy", "Domestic Incident", "Gang", "Antisocial Behaviour", "Missing Person",
)  # fmt: skip
TOOLS = (
    "Forecast", "Hotspot Map", "Risk Score", "Risk Terrain Model", "Index", "Matrix",
    "Prediction Tool", "Assessment", "Priority List", "Dashboard", "Segmentation", "Model",
)  # fmt: skip
NOUNS = (
    "officers", "analysts", "records", "patrols", "scores", "lists", "reports", "addresses",
    "incidents", "suspects", "neighbourhoods", "squares", "maps", "thresholds", "reviews",
    "requests", "decisions", "supervisors", "partners", "panels", "streets", "families",
    "offences", "arrests", "stops", "markers", "profiles", "weights", "models", "databases",
)  # fmt: skip
VERBS = (
    "rank", "map", "weigh", "share", "review", "draw on", "leave out", "repeat", "count",
    "record", "list", "score", "check", "pass on", "choose", "compare", "explain", "question",
)  # fmt: skip
KINDS_OF = (
    "recorded", "local", "repeated", "monthly", "weekly", "earlier", "unproven", "published",
    "internal", "senior", "recent", "named", "high-risk", "unexplained", "shared", "older",
    "corrected", "provisional", "regional", "separate",
)  # fmt: skip
ENDS = (
    "before each shift", "without telling the people concerned", "in the year under review",
    "across the whole area", "where a supervisor agrees", "when a threshold is passed",
    "by an account given to a committee", "although no study supports it", "every quarter",
    "under a written procedure", "as the contract asks", "for at least twelve months",
)  # fmt: skip
GROUPS = ("White", "Black", "Asian", "Other")

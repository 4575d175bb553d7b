"""Makes a hard pool: many features, narrow quotas, and so almost as many classes as people.

    hard.py FOLDER PEOPLE SEATS FEATURES VALUES SLACK SHARING SEED

People are drawn with a different eagerness for each value; quotas are those of one panel drawn by lot from them,
widened by SLACK on both sides, so that a panel exists; of a thousand people SHARING live with the person before
them. Same seed, same files.
Everything is made up.
"""

import random
import sys
from pathlib import Path


def make(folder: Path, people: int, seats: int, features: int, values: int, slack: int, sharing: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    eager = [[rng.uniform(0.4, 1.6) for _ in range(values)] for _ in range(features)]
    pool = [[rng.choices(range(values), eager[f])[0] for f in range(features)] for _ in range(people)]
    homes = list(range(people))
    for at in range(1, people):
        if rng.randrange(1000) < sharing:
            homes[at] = homes[at - 1]
    one_each = {home: at for at, home in reversed(list(enumerate(homes)))}
    panel = rng.sample(sorted(one_each.values()), seats)
    folder.mkdir(parents=True, exist_ok=True)
    quotas = folder / "quotas.csv"
    with quotas.open("w") as file:
        print("feature,value,min,max", file=file)
        for f in range(features):
            for v in range(values):
                fair = sum(1 for at in panel if pool[at][f] == v)
                print(f"f{f},v{v},{max(0, fair - slack)},{fair + slack}", file=file)
    persons = folder / "people.csv"
    with persons.open("w") as file:
        print("id,address," + ",".join(f"f{f}" for f in range(features)), file=file)
        for at in range(people):
            print(f"p{at},h{homes[at]}," + ",".join(f"v{v}" for v in pool[at]), file=file)
    return [str(quotas), str(persons), str(seats), "id", "address"]


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:]))

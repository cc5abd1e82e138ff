"""The nearest peer on the simulated markets of `hindcast-bench size`: how often it finds a regime that foretells nothing, and
one that foretells the next return with a t of three."""
import json
import os
import subprocess
import sys

import numpy as np
import tokio_ai

FOLDER = ".build/bench/size"


def main(binary, simulations):
    subprocess.run([binary, "series", FOLDER, str(simulations)], check=True)
    shares = {}
    for entry in json.load(open(os.path.join(FOLDER, "index.json"))):
        series = np.fromfile(os.path.join(FOLDER, entry["file"])).reshape(entry["simulations"], 2, entry["bars"])
        found = judged = 0
        for condition, following in series:
            # Its return of bar i is that of the bar itself: what follows the last bar of the condition has no bar here.
            returns = np.concatenate([[0.0], following[:-1]])
            verdict = tokio_ai.check(returns, condition > 0, entry["horizon"], iters=99).verdict
            judged += verdict != "NOT REPORTABLE"
            found += verdict == "SIGNIFICANT"
        shares.setdefault(entry["design"], {})[entry["kind"]] = 100 * found / max(1, judged)
    print(f"tokio-ai {tokio_ai.__version__ if hasattr(tokio_ai, '__version__') else ''} on {simulations} of the same markets, in %:")
    for design, share in shares.items():
        print(f"{design:<26}{share['null']:8.1f} of nulls{share['edge']:8.1f} of effects with t = 3")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

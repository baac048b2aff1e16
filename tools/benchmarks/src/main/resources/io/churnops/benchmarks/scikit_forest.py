"""Trains scikit-learn's forest on rows from standard input: little-endian floats, the label behind the columns."""
import resource
import sys
import time

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

rows, tests, columns, trees, depth, threads, leaf = map(int, sys.argv[1:8])
share = float(sys.argv[8])
table = numpy.frombuffer(sys.stdin.buffer.read(), dtype="<f4").reshape(rows + tests, columns + 1)
train, test = table[:rows], table[rows:]
start = time.perf_counter()
forest = RandomForestClassifier(
    n_estimators=trees, max_depth=depth, min_samples_leaf=leaf, max_features=share, n_jobs=threads, random_state=42
).fit(train[:, :columns], train[:, columns] > 0)
seconds = time.perf_counter() - start
auc = roc_auc_score(test[:, columns] > 0, forest.predict_proba(test[:, :columns])[:, 1])
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f} {auc:.4f}")

"""Write the digits of scikit-learn to taxrec_lite/data: a run of this is how digits.csv.gz was made.

    pip install scikit-learn==1.9.1
"""

import gzip

import numpy as np
from sklearn.datasets import load_digits

from taxrec_lite import data

if __name__ == "__main__":
    digits = load_digits()
    with gzip.GzipFile(data.FOLDER / "digits.csv.gz", "wb", mtime=0) as file:
        np.savetxt(file, np.column_stack([digits.data, digits.target]), "%d", ",")
    images, classes = data.digits()
    assert (images == digits.images / 16).all() and (classes == digits.target).all()

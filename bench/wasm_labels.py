def score(labels, packages): pass

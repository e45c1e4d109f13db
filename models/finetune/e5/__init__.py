"""multilingual-e5-small, taught what customers of an Indian shop call things and what they need them for.

`texts` makes pairs of a question and a product, `encoder` is the model in torch, `train` the loop. What is learnt is an
adapter (Hu et al. 2021, LoRA) of some megabytes, which `models.convert.e5` merges into the published weights.
"""

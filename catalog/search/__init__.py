"""Finding products and answers by what a customer says, in four languages and their Latin spellings."""

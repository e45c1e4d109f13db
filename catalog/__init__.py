"""The store's data, behind `catalog.store.Catalog`: schema, import, search, and one repository an aggregate."""

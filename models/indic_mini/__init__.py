"""The pack `indic-mini`: a small recogniser of Hindi, Marathi and Bengali, trained by `models.train`."""

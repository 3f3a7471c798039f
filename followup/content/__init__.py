"""Report content: collected once into plain values, from which page, PDF, spreadsheet and JSON are drawn."""

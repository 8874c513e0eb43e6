"""What development machines need and the production image lacks: demo city, own servers, set-up."""

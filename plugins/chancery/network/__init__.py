"""The network: posts.yaml read, checked and turned into immutable typed objects."""

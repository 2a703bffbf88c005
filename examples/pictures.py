"""A convolutional network on pictures: the handwritten digits that come with the package, 8 by 8 pixels each."""

import polars as pl

import neuroglass as ng

table = pl.read_parquet(ng.data.shipped.located("digits"))
pixels = table.drop("digit").to_numpy().reshape(-1, 8, 8) / 16
data = ng.data.images((pixels, table["digit"]))
layers = [ng.Conv2D(32, 3, padding="same", activation="relu"), ng.MaxPool2D(2), ng.Flatten(), ng.Output()]
print(ng.fit(ng.Network(layers), data, epochs=20, augment="crop 1").evaluate())

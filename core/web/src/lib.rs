//! HTTP toolkit: layout, components, charts from tables, replies, the area manifest.

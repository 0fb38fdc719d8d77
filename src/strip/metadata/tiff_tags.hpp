// Tags of TIFF and Exif directories that more than one reader asks for (TIFF 6.0, its supplements, CIPA DC-008,
// GeoTIFF, libtiff's registry).
#pragma once

#include <cstdint>

namespace stripmeta::tiff {

enum Tag : std::uint16_t {
  tag_interop_index = 1,  // of the interoperability IFD
  tag_subfile_type = 254,
  tag_old_subfile_type = 255,
  tag_width = 256,
  tag_height = 257,
  tag_bits = 258,
  tag_compression = 259,
  tag_photometric = 262,
  tag_fill_order = 266,
  tag_image_description = 270,
  tag_make = 271,
  tag_strip_offsets = 273,
  tag_orientation = 274,
  tag_samples = 277,
  tag_rows_per_strip = 278,
  tag_strip_sizes = 279,
  tag_x_resolution = 282,
  tag_y_resolution = 283,
  tag_planar = 284,
  tag_gray_curve = 291,
  tag_resolution_unit = 296,
  tag_transfer = 301,
  tag_date_time = 306,
  tag_artist = 315,
  tag_predictor = 317,
  tag_palette = 320,
  tag_tile_width = 322,
  tag_tile_height = 323,
  tag_tile_offsets = 324,
  tag_tile_sizes = 325,
  tag_sub_ifds = 330,
  tag_inks = 334,
  tag_extra_samples = 338,
  tag_indexed = 346,
  tag_jpeg_tables = 347,
  tag_global_ifd = 400,
  tag_jpeg_offset = 513,  // of an Exif thumbnail, or of a JPEG of the old kind
  tag_jpeg_length = 514,
  tag_subsampling = 530,
  tag_xmp = 700,
  tag_depth = 32997,
  tag_copyright = 33432,
  tag_pixel_scale = 33550,
  tag_iptc = 33723,
  tag_intergraph_matrix = 33920,
  tag_tie_points = 33922,
  tag_transformation = 34264,
  tag_photoshop = 34377,
  tag_exif_ifd = 34665,
  tag_icc = 34675,
  tag_geo_keys = 34735,
  tag_geo_doubles = 34736,
  tag_geo_text = 34737,
  tag_gps_ifd = 34853,
  tag_date_original = 36867,
  tag_date_digitized = 36868,
  tag_image_history = 37395,
  tag_maker_note = 37500,
  tag_user_comment = 37510,
  tag_photoshop_layers = 37724,
  tag_xp_comment = 40092,
  tag_xp_author = 40093,
  tag_color_space = 40961,
  tag_pixel_x = 40962,
  tag_pixel_y = 40963,
  tag_interop_ifd = 40965,
  tag_owner = 42032,
  tag_body_serial = 42033,
  tag_lens_serial = 42037,
  tag_gdal_metadata = 42112,
  tag_dng_version = 50706,
  tag_camera_serial = 50735,
  tag_dng_private_data = 50740,      // wraps maker notes
  tag_rational_polynomials = 50844,  // where on the ground a satellite's picture lies
  tag_c2pa = 52545,
};

// GeoTIFF's tags: they place a picture on the map.
constexpr bool is_geotiff(std::uint16_t tag) {
  switch (tag) {
    case tag_pixel_scale:
    case tag_intergraph_matrix:
    case tag_tie_points:
    case tag_transformation:
    case tag_geo_keys:
    case tag_geo_doubles:
    case tag_geo_text: return true;
    default: return false;
  }
}

}  // namespace stripmeta::tiff

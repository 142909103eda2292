#include "storage/stream_vbyte.h"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <tmmintrin.h>
#endif

namespace cairn::storage {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in memory");

constexpr std::array<std::uint8_t, 4> narrow_lengths = {1, 2, 3, 4};
constexpr std::array<std::uint8_t, 4> wide_lengths = {1, 2, 4, 8};

constexpr const std::array<std::uint8_t, 4>& lengths_of(bool wide) { return wide ? wide_lengths : narrow_lengths; }

unsigned narrow_code(std::uint64_t number) {
  return number < (1U << 8U) ? 0 : number < (1U << 16U) ? 1 : number < (1U << 24U) ? 2 : 3;
}

unsigned wide_code(std::uint64_t number) {
  return number < (1U << 8U) ? 0 : number < (1U << 16U) ? 1 : number < (std::uint64_t{1} << 32U) ? 2 : 3;
}

std::size_t control_bytes(std::uint64_t count) { return static_cast<std::size_t>((count + 3) / 4); }

// The code of the i-th number in the control byte that has it.
unsigned code_of(char control, std::size_t i) { return (static_cast<unsigned char>(control) >> (2 * (i % 4))) & 3U; }

// Bytes of the numbers of each possible control byte.
constexpr std::array<std::uint8_t, 256> make_totals(const std::array<std::uint8_t, 4>& lengths) {
  std::array<std::uint8_t, 256> totals{};
  for (unsigned control = 0; control < 256; ++control) {
    for (unsigned i = 0; i < 4; ++i)
      totals[control] = static_cast<std::uint8_t>(totals[control] + lengths[(control >> (2 * i)) & 3U]);
  }
  return totals;
}

constexpr std::array<std::uint8_t, 256> narrow_totals = make_totals(narrow_lengths);
constexpr std::array<std::uint8_t, 256> wide_totals = make_totals(wide_lengths);

// Decodes numbers `first` … out.size() - 1, whose bytes begin at `data`.
template <class Number>
bool decode_rest(const char* control, const char*& data, const char* end, std::span<Number> out, std::size_t first,
                 bool wide) {
  const auto& lengths = lengths_of(wide);
  for (std::size_t i = first; i < out.size(); ++i) {
    const std::size_t length = lengths[code_of(control[i / 4], i)];
    if (static_cast<std::size_t>(end - data) < length) return false;
    std::uint64_t number = 0;
    std::memcpy(&number, data, length);
    out[i] = static_cast<Number>(number);
    data += length;
  }
  return true;
}

#if defined(__x86_64__)
constexpr std::array<std::array<std::uint8_t, 16>, 256> make_shuffles() {
  std::array<std::array<std::uint8_t, 16>, 256> shuffles{};
  for (unsigned control = 0; control < 256; ++control) {
    unsigned at = 0;
    for (unsigned i = 0; i < 4; ++i) {
      const unsigned length = ((control >> (2 * i)) & 3U) + 1;
      for (unsigned byte = 0; byte < 4; ++byte) {
        shuffles[control][i * 4 + byte] = byte < length ? static_cast<std::uint8_t>(at + byte) : std::uint8_t{0x80};
      }
      at += length;
    }
  }
  return shuffles;
}

alignas(16) constexpr std::array<std::array<std::uint8_t, 16>, 256> shuffles = make_shuffles();

// Decodes whole groups of four while 16 bytes may be loaded; returns how many numbers that were.
__attribute__((target("ssse3"))) std::size_t decode_groups(const char* control, const char*& data, const char* end,
                                                           std::span<std::uint32_t> out) {
  std::size_t i = 0;
  for (; i + 4 <= out.size() && end - data >= 16; i += 4) {
    const auto code = static_cast<unsigned char>(control[i / 4]);
    const __m128i packed = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data));
    const __m128i shuffle = _mm_load_si128(reinterpret_cast<const __m128i*>(shuffles[code].data()));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out.data() + i), _mm_shuffle_epi8(packed, shuffle));
    data += narrow_totals[code];
  }
  return i;
}

bool has_shuffle() { return __builtin_cpu_supports("ssse3") != 0; }
#else
std::size_t decode_groups(const char*, const char*&, const char*, std::span<std::uint32_t>) { return 0; }
bool has_shuffle() { return false; }
#endif

template <class Number>
bool take(std::string_view& bytes, std::span<Number> out, bool wide, bool shuffled) {
  const std::size_t controls = control_bytes(out.size());
  if (bytes.size() < controls) return false;
  const char* control = bytes.data();
  const char* data = control + controls;
  const char* end = bytes.data() + bytes.size();
  std::size_t first = 0;
  if constexpr (sizeof(Number) == sizeof(std::uint32_t)) {
    if (shuffled) first = decode_groups(control, data, end, out);
  }
  if (!decode_rest(control, data, end, out, first, wide)) return false;
  bytes.remove_prefix(static_cast<std::size_t>(data - bytes.data()));
  return true;
}

}  // namespace

void append_stream(std::string& out, std::span<const std::uint64_t> numbers, bool wide) {
  const std::size_t control = out.size();
  const auto& lengths = lengths_of(wide);
  out.append(control_bytes(numbers.size()), '\0');
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const unsigned code = wide ? wide_code(numbers[i]) : narrow_code(numbers[i]);
    out[control + i / 4] =
        static_cast<char>(static_cast<unsigned char>(out[control + i / 4]) | (code << (2 * (i % 4))));
    out.append(reinterpret_cast<const char*>(&numbers[i]), lengths[code]);
  }
}

bool take_stream(std::string_view& bytes, std::span<std::uint32_t> out) {
  return take(bytes, out, false, has_shuffle());
}

bool take_stream_scalar(std::string_view& bytes, std::span<std::uint32_t> out) {
  return take(bytes, out, false, false);
}

bool take_stream(std::string_view& bytes, std::span<std::uint64_t> out, bool wide) {
  return take(bytes, out, wide, false);
}

bool skip_stream(std::string_view& bytes, std::uint64_t count, bool wide) {
  const std::uint64_t controls = count / 4 + (count % 4 != 0 ? 1 : 0);
  if (bytes.size() < controls) return false;
  const auto& totals = wide ? wide_totals : narrow_totals;
  const auto& lengths = lengths_of(wide);
  std::uint64_t size = controls;
  for (std::size_t i = 0; i < count / 4; ++i) size += totals[static_cast<unsigned char>(bytes[i])];
  for (std::size_t i = static_cast<std::size_t>(count / 4 * 4); i < count; ++i)
    size += lengths[code_of(bytes[i / 4], i)];
  if (bytes.size() < size) return false;
  bytes.remove_prefix(static_cast<std::size_t>(size));
  return true;
}

}  // namespace cairn::storage

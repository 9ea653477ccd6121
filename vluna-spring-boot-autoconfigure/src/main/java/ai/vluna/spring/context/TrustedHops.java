package ai.vluna.spring.context;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The hops whose word is taken, as ranges of IP addresses. Host names are never resolved.
 *
 * @since 0.1.0
 */
public final class TrustedHops {

	private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/(0|[1-9][0-9]{0,2}))?");

	private static final Pattern IPV4 = Pattern
		.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

	/**
	 * What containers put around an IPv6 address: brackets and a zone.
	 */
	private static final Pattern DECORATION = Pattern.compile("^\\[|%.*$|]$");

	private final List<Range> ranges;

	private TrustedHops(List<Range> ranges) {
		this.ranges = ranges;
	}

	/**
	 * Read the hops from IP addresses and CIDR ranges.
	 * @param ranges the addresses and ranges, of IPv4 and IPv6
	 * @return the hops
	 * @throws IllegalArgumentException if one is neither; the message names it and the
	 * remedy
	 */
	public static TrustedHops of(List<String> ranges) {
		return new TrustedHops(ranges.stream().map(TrustedHops::rangeOf).toList());
	}

	/**
	 * Return whether a hop is trusted.
	 * @param address the IP address of the hop, if it has one
	 * @return whether its word is taken
	 */
	public boolean contain(@Nullable String address) {
		InetAddress hop = (address != null) ? literal(DECORATION.matcher(address).replaceAll("")) : null;
		return hop != null && this.ranges.stream().anyMatch((range) -> range.contains(hop));
	}

	private static Range rangeOf(String text) {
		Matcher matcher = RANGE.matcher(text.strip());
		InetAddress network = matcher.matches() ? literal(matcher.group(1)) : null;
		if (network != null) {
			int bits = bitsOf(network);
			// A mapped address is an IPv4 address, written with 96 bits in front of it.
			int written = (matcher.group(1).indexOf(':') != -1) ? 128 : 32;
			String length = matcher.group(2);
			int prefix = (length != null) ? Integer.parseInt(length) - (written - bits) : bits;
			if (prefix >= 0 && prefix <= bits) {
				return new Range(network, prefix);
			}
		}
		throw new IllegalArgumentException(("'%s' must be an IP address or a range such as '10.1.0.0/16' or "
				+ "'2001:db8::/32'; host names are not resolved")
			.formatted(text));
	}

	private static @Nullable InetAddress literal(String text) {
		try {
			if (IPV4.matcher(text).matches()) {
				return InetAddress.getByName(text);
			}
			// Brackets rule out that anything but an address is looked up.
			return IPV6.matcher(text).matches() ? InetAddress.getByName("[" + text + "]") : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static int bitsOf(InetAddress address) {
		return address.getAddress().length * Byte.SIZE;
	}

	/**
	 * A range of addresses of one family.
	 *
	 * @param network any address of the range
	 * @param prefix the number of leading bits that its addresses share
	 */
	private record Range(InetAddress network, int prefix) {

		private boolean contains(InetAddress address) {
			int bits = bitsOf(this.network);
			BigInteger difference = new BigInteger(1, this.network.getAddress())
				.xor(new BigInteger(1, address.getAddress()));
			return bits == bitsOf(address) && difference.bitLength() <= bits - this.prefix;
		}

	}

}

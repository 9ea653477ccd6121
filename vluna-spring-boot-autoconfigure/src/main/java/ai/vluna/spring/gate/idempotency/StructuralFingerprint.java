package ai.vluna.spring.gate.idempotency;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Digests arguments by their structure: values of the JDK whose text says all, enums,
 * records, arrays, lists, sets and maps of them. Of other objects nobody knows what of
 * them matters, so they have no fingerprint.
 *
 * @since 0.1.0
 */
public final class StructuralFingerprint implements ArgumentFingerprint {

	private static final int MAX_DEPTH = 64;

	@Override
	public String of(List<@Nullable Object> arguments) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(arguments, MAX_DEPTH));
	}

	private static byte[] digest(@Nullable Object value, int depth) {
		if (depth == 0) {
			throw new IllegalArgumentException("an argument is nested too deeply, perhaps in itself");
		}
		if (value == null) {
			return combine("null", List.of());
		}
		if (value instanceof CharSequence text) {
			return combine("text", List.of(utf8(text.toString())));
		}
		if (value instanceof Enum<?> constant) {
			return combine(constant.getDeclaringClass().getName(), List.of(utf8(constant.name())));
		}
		if (value instanceof Date date) {
			// Its text has no milliseconds.
			return combine("date", List.of(utf8(Long.toString(date.getTime()))));
		}
		if (isTextAllThereIs(value.getClass())) {
			return combine(value.getClass().getName(), List.of(utf8(value.toString())));
		}
		return digestOfStructure(value, depth - 1);
	}

	private static boolean isTextAllThereIs(Class<?> type) {
		return BeanUtils.isSimpleValueType(type) && type.getName().startsWith("java.");
	}

	private static byte[] digestOfStructure(Object value, int depth) {
		if (value instanceof byte[] bytes) {
			return combine("bytes", List.of(bytes));
		}
		if (value.getClass().isArray()) {
			return combine("array", digests(Arrays.asList(ObjectUtils.toObjectArray(value)), depth));
		}
		if (value instanceof Optional<?> optional) {
			return combine("optional", digests(optional.stream().toList(), depth));
		}
		if (value instanceof List<?> list) {
			return combine("list", digests(list, depth));
		}
		if (value instanceof Set<?> set) {
			return combine("set", sorted(digests(set, depth)));
		}
		if (value instanceof Map<?, ?> map) {
			return combine("map", sorted(map.entrySet()
				.stream()
				.map((entry) -> combine("entry", digests(Arrays.asList(entry.getKey(), entry.getValue()), depth)))
				.toList()));
		}
		if (value instanceof Record) {
			return combine(value.getClass().getName(), digests(componentsOf(value), depth));
		}
		throw new IllegalArgumentException(
				"an argument is or holds a '%s', of which nobody knows what tells one from another"
					.formatted(value.getClass().getName()));
	}

	private static List<byte[]> digests(Collection<?> values, int depth) {
		List<byte[]> digests = new ArrayList<>(values.size());
		for (Object value : values) {
			digests.add(digest(value, depth));
		}
		return digests;
	}

	private static List<@Nullable Object> componentsOf(Object value) {
		List<@Nullable Object> values = new ArrayList<>();
		for (RecordComponent component : value.getClass().getRecordComponents()) {
			Method accessor = component.getAccessor();
			ReflectionUtils.makeAccessible(accessor);
			values.add(ReflectionUtils.invokeMethod(accessor, value));
		}
		return values;
	}

	private static List<byte[]> sorted(List<byte[]> digests) {
		return digests.stream().sorted(Arrays::compare).toList();
	}

	private static byte[] combine(String kind, List<byte[]> parts) {
		MessageDigest digest = KeyDigest.sha256();
		KeyDigest.update(digest, kind);
		parts.forEach((part) -> KeyDigest.update(digest, part));
		return digest.digest();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}

package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.crypto.AesGcm.Tampered;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AesGcmProperties {

    @Property
    void whatWasEncryptedIsDecrypted(
            @ForAll("keys") byte[] key, @ForAll @Size(max = 100) byte[] plain, @ForAll @Size(max = 30) byte[] place) {
        assertThat(AesGcm.decrypt(key, AesGcm.encrypt(key, plain, place), place))
                .isEqualTo(plain);
    }

    @Property
    void oneChangedBitAnywhereIsNoticed(
            @ForAll("keys") byte[] key,
            @ForAll @Size(max = 60) byte[] plain,
            @ForAll @Size(max = 30) byte[] place,
            @ForAll @IntRange(min = 0, max = 10_000) int position) {
        byte[] sealed = AesGcm.encrypt(key, plain, place);
        flip(sealed, position);

        assertThatThrownBy(() -> AesGcm.decrypt(key, sealed, place)).isInstanceOf(Tampered.class);
    }

    @Property
    void aCutOffValueIsNoticed(@ForAll("keys") byte[] key, @ForAll @IntRange(min = 0, max = 37) int length) {
        byte[] sealed = AesGcm.encrypt(key, new byte[10], new byte[0]);

        assertThatThrownBy(() -> AesGcm.decrypt(key, Arrays.copyOf(sealed, length), new byte[0]))
                .isInstanceOf(Tampered.class);
    }

    @Property
    void anotherKeyOpensNothing(
            @ForAll("keys") byte[] key,
            @ForAll @Size(max = 60) byte[] plain,
            @ForAll @IntRange(min = 0, max = 255) int bit) {
        byte[] sealed = AesGcm.encrypt(key, plain, new byte[0]);
        byte[] other = key.clone();
        flip(other, bit);

        assertThatThrownBy(() -> AesGcm.decrypt(other, sealed, new byte[0])).isInstanceOf(Tampered.class);
    }

    @Property
    void anotherPlaceOpensNothing(
            @ForAll("keys") byte[] key,
            @ForAll @Size(min = 1, max = 30) byte[] place,
            @ForAll @IntRange(min = 0, max = 10_000) int bit) {
        byte[] sealed = AesGcm.encrypt(key, new byte[5], place);
        byte[] other = place.clone();
        flip(other, bit);

        assertThatThrownBy(() -> AesGcm.decrypt(key, sealed, other)).isInstanceOf(Tampered.class);
    }

    @Provide
    Arbitrary<byte[]> keys() {
        return Arbitraries.bytes().array(byte[].class).ofSize(32);
    }

    private static void flip(byte[] bytes, int position) {
        int bit = position % (bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Smartbox.Store.Repositories;

/// <summary>Polynomials over GF(2), a bit per coefficient. restic asks for an irreducible one of degree 53 in <c>config</c> and cuts files by it; we only make it.</summary>
internal static class Polynomial
{
    private const int ChunkerDegree = 53;

    /// <summary>A random irreducible polynomial of degree 53: about one in 53 is.</summary>
    public static ulong GenerateIrreducible()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var candidate = (BinaryPrimitives.ReadUInt64LittleEndian(bytes) & ((1UL << ChunkerDegree) - 1)) | (1UL << ChunkerDegree) | 1;
            if (IsIrreducible(candidate))
            {
                return candidate;
            }
        }
    }

    /// <summary>Rabin's test: x^(2^n) = x mod f, and gcd(x^(2^(n/p)) - x, f) = 1 for each prime p that divides the degree n.</summary>
    public static bool IsIrreducible(ulong f)
    {
        const ulong x = 2;
        var degree = Degree(f);
        if (degree < 1)
        {
            return false;
        }

        if (degree == 1)
        {
            return true;
        }

        return PrimeFactors(degree).All(p => GreatestCommonDivisor(PowerOfTwoPower(degree / p, f) ^ x, f) == 1)
            && PowerOfTwoPower(degree, f) == Reduce(x, f);
    }

    private static int Degree(ulong f) => 63 - BitOperations.LeadingZeroCount(f);

    /// <summary>x^(2^n) mod f, by n squarings.</summary>
    private static ulong PowerOfTwoPower(int n, ulong f)
    {
        var power = Reduce(2, f);
        for (var i = 0; i < n; i++)
        {
            power = Multiply(power, power, f);
        }

        return power;
    }

    private static ulong Multiply(ulong a, ulong b, ulong f)
    {
        var top = 1UL << Degree(f);
        ulong product = 0;
        for (; b != 0; b >>= 1)
        {
            if ((b & 1) != 0)
            {
                product ^= a;
            }

            a <<= 1;
            if ((a & top) != 0)
            {
                a ^= f;
            }
        }

        return product;
    }

    private static ulong Reduce(ulong a, ulong f)
    {
        var degree = Degree(f);
        while (Degree(a) >= degree)
        {
            a ^= f << (Degree(a) - degree);
        }

        return a;
    }

    private static ulong GreatestCommonDivisor(ulong a, ulong b)
    {
        while (b != 0)
        {
            (a, b) = (b, Reduce(a, b));
        }

        return a;
    }

    private static IEnumerable<int> PrimeFactors(int n)
    {
        for (var p = 2; p <= n; p++)
        {
            if (n % p == 0)
            {
                yield return p;
                while (n % p == 0)
                {
                    n /= p;
                }
            }
        }
    }
}

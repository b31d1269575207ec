using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

public sealed class PolynomialTests
{
    [Fact]
    public void GenerateIrreducible_Result_HasDegree53AndPassesTheTest()
    {
        for (var i = 0; i < 5; i++)
        {
            var f = Polynomial.GenerateIrreducible();

            (f >> 53).Should().Be(1);
            Polynomial.IsIrreducible(f).Should().BeTrue();
        }
    }

    /// <summary>Against trial division, which is slow and plainly right.</summary>
    [Fact]
    public void IsIrreducible_EveryPolynomialOfSmallDegree_AgreesWithTrialDivision()
    {
        for (ulong f = 2; f < 1 << 11; f++)
        {
            Polynomial.IsIrreducible(f).Should().Be(HasNoDivisor(f), "of {0:b}", f);
        }
    }

    [Theory]
    [InlineData(0x3DA3358B4DC173UL)] // the one of restic's own tests
    public void IsIrreducible_KnownOne_IsTrue(ulong f) => Polynomial.IsIrreducible(f).Should().BeTrue();

    private static bool HasNoDivisor(ulong f)
    {
        for (ulong divisor = 2; divisor < f; divisor++)
        {
            if (Remainder(f, divisor) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Remainder(ulong a, ulong b)
    {
        while (Bits(a) >= Bits(b))
        {
            a ^= b << (Bits(a) - Bits(b));
        }

        return a;
    }

    private static int Bits(ulong a) => 64 - System.Numerics.BitOperations.LeadingZeroCount(a);
}

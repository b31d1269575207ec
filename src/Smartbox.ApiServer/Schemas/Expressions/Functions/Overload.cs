using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>One signature of a function.</summary>
/// <param name="Name">Name, qualified where it has a namespace; operators are named as in cel-go.</param>
/// <param name="IsMember">Whether it is called on its first argument.</param>
/// <param name="Parameters">Types of the arguments, with the one that it is called on.</param>
/// <param name="Result">Type of what it gives.</param>
/// <param name="Body">Computes it.</param>
internal sealed record Overload(string Name, bool IsMember, IReadOnlyList<CelType> Parameters, CelType Result, Func<object?[], object?> Body)
{
    /// <summary>Whether values that are known only now fit.</summary>
    public bool Fits(object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!CelValues.IsOf(arguments[i], Parameters[i]))
            {
                return false;
            }
        }

        return true;
    }
}

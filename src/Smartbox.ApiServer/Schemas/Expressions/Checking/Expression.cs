using Smartbox.ApiServer.Schemas.Expressions.Types;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>An expression that has been parsed and checked, and can run.</summary>
/// <param name="Type">Type of its value.</param>
/// <param name="UsesOldSelf">Whether it looks at the value before.</param>
/// <param name="Slots">How many variables it has.</param>
/// <param name="Body">Computes it.</param>
internal sealed record Expression(CelType Type, bool UsesOldSelf, int Slots, Func<Frame, object?> Body)
{
    /// <exception cref="Values.CelException">When it has no value.</exception>
    public object? Evaluate(object? self, object? oldSelf)
    {
        var frame = new Frame(Slots) { [Checker.SelfSlot] = self, [Checker.OldSelfSlot] = oldSelf };
        return Body(frame);
    }
}

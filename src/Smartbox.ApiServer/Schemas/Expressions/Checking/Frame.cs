namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>Variables of one evaluation, each in the slot that the checker gave it.</summary>
internal sealed class Frame(int size)
{
    private readonly object?[] _slots = new object?[size];

    public object? this[int slot]
    {
        get => _slots[slot];
        set => _slots[slot] = value;
    }
}

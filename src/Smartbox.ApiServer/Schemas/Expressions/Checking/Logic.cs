using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>And and or of any number of parts, in which a part that fails counts only when no other decides.</summary>
internal static class Logic
{
    public static object? All(Func<Frame, object?>[] parts, Frame frame) => Decide(parts, frame, decisive: false);

    public static object? Any(Func<Frame, object?>[] parts, Frame frame) => Decide(parts, frame, decisive: true);

    private static object Decide(Func<Frame, object?>[] parts, Frame frame, bool decisive)
    {
        CelException? failure = null;
        foreach (var part in parts)
        {
            try
            {
                if ((part(frame) as bool? ?? throw CelException.NoSuchOverload()) == decisive)
                {
                    return CelValues.Of(decisive);
                }
            }
            catch (CelException e)
            {
                failure ??= e;
            }
        }

        return failure is null ? CelValues.Of(!decisive) : throw failure;
    }
}

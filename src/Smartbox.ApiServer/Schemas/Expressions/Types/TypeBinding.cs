namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>Finds out what the parameters of a generic signature stand for in one call.</summary>
internal sealed class TypeBinding
{
    private readonly Dictionary<string, CelType> _bound = [];

    /// <summary>Whether an argument may stand where the signature has a parameter.</summary>
    public bool Takes(CelType parameter, CelType argument)
    {
        if (parameter is not TypeParameter)
        {
            return IsAssignable(parameter, argument);
        }

        if (!_bound.TryGetValue(parameter.Name, out var bound))
        {
            _bound[parameter.Name] = argument;
            return true;
        }

        if (bound.IsDynamic || IsAssignable(bound, argument))
        {
            return true;
        }

        if (!IsAssignable(argument, bound))
        {
            return false;
        }

        // The more general of the two.
        _bound[parameter.Name] = argument;
        return true;
    }

    /// <summary>A type of the signature with what its parameters stand for.</summary>
    public CelType Resolve(CelType type) => type switch
    {
        TypeParameter => _bound.GetValueOrDefault(type.Name, CelType.Dyn),
        { Arguments.Count: > 0 } => new CelType(type.Name, [.. type.Arguments.Select(Resolve)]),
        _ => type,
    };

    private bool IsAssignable(CelType to, CelType from)
    {
        if (to.IsDynamic || from.IsDynamic)
        {
            return true;
        }

        if (to == CelType.Null || from == CelType.Null)
        {
            return to == from || (to == CelType.Null ? from : to) is ObjectType or { Name: "timestamp" or "duration" or "optional_type" };
        }

        if (to.Name != from.Name || to.Arguments.Count != from.Arguments.Count)
        {
            return false;
        }

        for (var i = 0; i < to.Arguments.Count; i++)
        {
            if (!Takes(to.Arguments[i], from.Arguments[i]))
            {
                return false;
            }
        }

        return true;
    }
}

using Cel.Internal;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <content>Macros: what is done for each item of a list, or each key of a map.</content>
internal sealed partial class Checker
{
    /// <returns>Null when it is a call like any other.</returns>
    private Typed? Macro(CelParser.MemberCallContext call, IList<CelParser.ExprContext> arguments) => (call.id.Text, arguments.Count) switch
    {
        ("all" or "exists" or "exists_one" or "existsOne" or "filter" or "map" or "sortBy", 2) => Comprehension(call, [arguments[0]], arguments.Skip(1)),
        ("map", 3) => Comprehension(call, [arguments[0]], arguments.Skip(1)),
        ("all" or "exists" or "exists_one" or "existsOne" or "transformList" or "transformMap" or "transformMapEntry", 3) => Comprehension(call, [arguments[0], arguments[1]], arguments.Skip(2)),
        ("transformList" or "transformMap" or "transformMapEntry", 4) => Comprehension(call, [arguments[0], arguments[1]], arguments.Skip(2)),
        ("optMap" or "optFlatMap", 2) => OptionalMacro(call, arguments[0], arguments[1]),
        _ => null,
    };

    private Typed Comprehension(CelParser.MemberCallContext call, CelParser.ExprContext[] names, IEnumerable<CelParser.ExprContext> bodies)
    {
        var range = Member(call.member());
        var outer = _scope;
        var slots = new List<int>();
        foreach (var (name, type) in names.Zip(ItemTypes(range, names.Length)))
        {
            if (NameOf(name) is not { } identifier)
            {
                return Refuse(name.Start, names.Length == 1 ? "argument must be a simple name" : "argument is not an identifier");
            }

            slots.Add(Declare(identifier, type));
        }

        var checkedBodies = bodies.Select(Check).ToList();
        _scope = outer;
        return Comprehensions.Make(call.id.Text, call.open, range, slots, checkedBodies) ?? Refuse(
            call.open, $"found no matching overload for '{call.id.Text}' applied to '{range.Type}.({string.Join(", ", checkedBodies.Select(body => body.Type))})'");
    }

    // With one variable: items, or keys of a map. With two: index and item, or key and value.
    private CelType[] ItemTypes(Typed range, int count)
    {
        switch (range.Type)
        {
            case { Name: "list", Arguments.Count: 1 } list:
                return count == 1 ? [list.Arguments[0]] : [CelType.Int, list.Arguments[0]];
            case { Name: "map", Arguments.Count: 2 } map:
                return count == 1 ? [map.Arguments[0]] : [map.Arguments[0], map.Arguments[1]];
            case { IsDynamic: true }:
                return [CelType.Dyn, CelType.Dyn];
            default:
                _problems.Add(range.At, $"expression of type '{range.Type}' cannot be range of a comprehension (must be list, map, or dynamic)");
                return [CelType.Error, CelType.Error];
        }
    }

    private Typed OptionalMacro(CelParser.MemberCallContext call, CelParser.ExprContext name, CelParser.ExprContext body)
    {
        var target = Member(call.member());
        if (target.Type is not ({ Name: "optional_type" } or { IsDynamic: true }))
        {
            return NoOverload(call.open, "hasValue", isMember: true, target);
        }

        if (NameOf(name) is not { } identifier)
        {
            return Refuse(name.Start, $"{call.id.Text}() variable name must be a simple identifier");
        }

        var outer = _scope;
        var slot = Declare(identifier, target.Type.Inner);
        var mapped = Check(body);
        _scope = outer;
        var isFlat = call.id.Text == "optFlatMap";
        var (of, map) = (target.Evaluate, mapped.Evaluate);
        return new Typed(isFlat ? mapped.Type : CelType.OptionalOf(mapped.Type), call.open, frame =>
        {
            if (of(frame) is not CelOptional { HasValue: true } optional)
            {
                return CelOptional.None;
            }

            frame[slot] = optional.Value;
            return isFlat ? map(frame) : CelOptional.Of(map(frame));
        });
    }

    private int Declare(string name, CelType type)
    {
        _scope = new Variable(name, type, Slots, _scope);
        return Slots++;
    }

    private static string? NameOf(CelParser.ExprContext context) =>
        Unwrap(context) is CelParser.PrimaryExprContext primary && primary.primary() is CelParser.IdentOrGlobalCallContext { op: null, leadingDot: null } identifier ? identifier.id.Text : null;
}

using Antlr4.Runtime;
using Cel.Internal;
using Smartbox.ApiServer.Schemas.Expressions.Functions;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <content>Fields, items, and literals of lists and maps.</content>
internal sealed partial class Checker
{
    private Typed Select(Typed target, string name, IToken at, bool isOptional)
    {
        var isChained = target.Type.Name == "optional_type";
        var holder = isChained ? target.Type.Arguments[0] : target.Type;
        if (Field(holder, name, at) is not { } field)
        {
            return new Typed(CelType.Error, at, _ => null);
        }

        var (key, of) = (field.PropertyName, target.Evaluate);
        if (!isOptional && !isChained)
        {
            return new Typed(field.Type, at, frame => (of(frame) as CelMap ?? throw CelException.NoSuchKey(key)).Get(key));
        }

        return new Typed(CelType.OptionalOf(field.Type), at, frame => Unwrap(of(frame)) is { } map && map.Value is CelMap fields && fields.TryGet(key, out var value) ? CelOptional.Of(value) : CelOptional.None);
    }

    private ObjectField? Field(CelType holder, string name, IToken at)
    {
        switch (holder)
        {
            case { IsDynamic: true }:
                return new ObjectField(name, CelType.Dyn);
            case ObjectType type when type.Fields.TryGetValue(name, out var field):
                return field;
            case ObjectType:
                _problems.Add(at, $"undefined field '{name}'");
                return null;
            case { Name: "map" } when holder.Arguments.Count == 2:
                return new ObjectField(name, holder.Arguments[1]);
            default:
                _problems.Add(at, $"type '{holder}' does not support field selection");
                return null;
        }
    }

    private Typed Has(IToken at, CelParser.ExprContext argument)
    {
        if (Unwrap(argument) is not CelParser.SelectContext select)
        {
            return Refuse(argument.Start, "invalid argument to has() macro");
        }

        var target = Member(select.member());
        var isChained = target.Type.Name == "optional_type";
        if (Field(isChained ? target.Type.Arguments[0] : target.Type, select.id.Text, at) is not { } field)
        {
            return new Typed(CelType.Error, at, _ => null);
        }

        var (key, of) = (field.PropertyName, target.Evaluate);
        return new Typed(CelType.Bool, at, isChained
            ? frame => CelValues.Of(of(frame) is CelOptional { Value: CelMap map } && map.Contains(key))
            : frame => CelValues.Of(Fields(of(frame)).Contains(key)));
    }

    private Typed Index(CelParser.IndexContext context)
    {
        var (target, index) = (Member(context.member()), Check(context.index));
        var isChained = target.Type.Name == "optional_type";
        if (context.opt is null && !isChained)
        {
            return Call(context.op, "_[_]", isMember: false, target, index);
        }

        var holder = isChained ? target.Type.Arguments[0] : target.Type;
        var binding = new TypeBinding();
        var found = FunctionTable.Find("_[_]").FirstOrDefault(overload => binding.Takes(overload.Parameters[0], holder) && binding.Takes(overload.Parameters[1], index.Type));
        if (found is null)
        {
            return NoOverload(context.op, context.opt is null ? "_[_]" : "_[?_]", isMember: false, target, index);
        }

        var (of, at) = (target.Evaluate, index.Evaluate);
        return new Typed(CelType.OptionalOf(holder.IsDynamic ? CelType.Dyn : binding.Resolve(found.Result)), context.op, frame => (Unwrap(of(frame)).Value, at(frame)) switch
        {
            (CelMap map, var key) when map.TryGet(key, out var value) => CelOptional.Of(value),
            (IReadOnlyList<object?> list, long number) when number >= 0 && number < list.Count => CelOptional.Of(list[(int)number]),
            _ => CelOptional.None,
        });
    }

    private Typed CheckMixed(CelParser.ExprContext context)
    {
        (var outer, _isMixed) = (_isMixed, true);
        var typed = Check(context);
        _isMixed = outer;
        return typed;
    }

    private Typed List(CelParser.CreateListContext context)
    {
        CelType? type = null;
        var items = new List<(Func<Frame, object?> Evaluate, bool IsOptional)>();
        foreach (var element in context.elems?._elems ?? [])
        {
            var item = Element(element);
            type = Unify(type, item);
            items.Add((item.Evaluate, element.opt is not null));
        }

        return new Typed(CelType.ListOf(type ?? CelType.Dyn), context.op, items.Exists(item => item.IsOptional)
            ? frame => items.Select(item => (item.IsOptional, Value: item.Evaluate(frame)))
                .Where(item => !item.IsOptional || item.Value is CelOptional { HasValue: true })
                .Select(item => item.IsOptional ? ((CelOptional)item.Value!).Value : item.Value).ToArray()
            : frame => items.ConvertAll(item => item.Evaluate(frame)).ToArray());
    }

    private Typed Map(CelParser.CreateStructContext context)
    {
        var (keyType, valueType) = ((CelType?)null, (CelType?)null);
        var entries = new List<(Func<Frame, object?> Key, Func<Frame, object?> Value, bool IsOptional)>();
        for (var i = 0; i < (context.entries?._keys.Count ?? 0); i++)
        {
            var key = Check(context.entries!._keys[i].e);
            var value = Check(context.entries._values[i]);
            var isOptional = context.entries._keys[i].opt is not null;
            keyType = Unify(keyType, key);
            valueType = Unify(valueType, isOptional ? value with { Type = value.Type.Inner } : value);
            entries.Add((key.Evaluate, value.Evaluate, isOptional));
        }

        return new Typed(CelType.MapOf(keyType ?? CelType.Dyn, valueType ?? CelType.Dyn), context.op, frame =>
        {
            var map = new LiteralMap();
            foreach (var (key, value, isOptional) in entries)
            {
                var found = value(frame);
                if (!isOptional)
                {
                    map.Add(key(frame), found);
                }
                else if (found is CelOptional { HasValue: true } optional)
                {
                    map.Add(key(frame), optional.Value);
                }
            }

            return map;
        });
    }

    private Typed Element(CelParser.OptExprContext element)
    {
        var item = Check(element.e);
        return element.opt is null ? item : item with { Type = item.Type.Inner };
    }

    // Lists and maps are of one type, but for what formats are filled with.
    private CelType Unify(CelType? soFar, Typed item)
    {
        if (_isMixed)
        {
            return CelType.Dyn;
        }

        if (soFar is null)
        {
            return item.Type;
        }

        Expect(soFar, item);
        return soFar;
    }

    private static CelMap Fields(object? value) => value as CelMap ?? throw CelException.NoSuchOverload();

    private static CelOptional Unwrap(object? value) => value as CelOptional ?? CelOptional.Of(value);

    // An expression that is but one member.
    private static CelParser.MemberContext? Unwrap(CelParser.ExprContext context)
    {
        if (context.op is not null || context.e._e1.Count > 0 || context.e.e._e1.Count > 0 || context.e.e.e.op is not null || context.e.e.e.calc().op is not null)
        {
            return null;
        }

        return context.e.e.e.calc().unary() is CelParser.MemberExprContext member
            ? member.member() is CelParser.PrimaryExprContext primary && primary.primary() is CelParser.NestedContext nested ? Unwrap(nested.e) : member.member()
            : null;
    }
}

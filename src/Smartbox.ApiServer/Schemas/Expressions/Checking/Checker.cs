using System.Globalization;
using System.Text;
using Antlr4.Runtime;
using Cel.Internal;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>Finds the type of each part of an expression, and makes of it a function.</summary>
internal sealed partial class Checker
{
    public const int SelfSlot = 0;
    public const int OldSelfSlot = 1;

    private static readonly Dictionary<string, CelType> s_typeNames = new()
    {
        ["bool"] = CelType.Bool, ["int"] = CelType.Int, ["uint"] = CelType.Uint, ["double"] = CelType.Double, ["string"] = CelType.String, ["bytes"] = CelType.Bytes,
        ["list"] = new CelType("list"), ["map"] = new CelType("map"), ["null_type"] = CelType.Null, ["type"] = CelType.Type,
        ["google.protobuf.Timestamp"] = CelType.Timestamp, ["google.protobuf.Duration"] = CelType.Duration, ["optional_type"] = new CelType("optional_type"),
        ["net.IP"] = CelType.Ip, ["net.CIDR"] = CelType.Cidr,
    };

    private readonly Problems _problems;
    private Variable? _scope;
    private bool _isMixed;

    public Checker(CelType self, CelType? oldSelf, Problems problems)
    {
        _problems = problems;
        _scope = new Variable("self", self, SelfSlot, null);
        if (oldSelf is not null)
        {
            _scope = new Variable("oldSelf", oldSelf, OldSelfSlot, _scope);
        }
    }

    public bool UsesOldSelf { get; private set; }

    public int Slots { get; private set; } = 2;

    public Typed Check(CelParser.ExprContext context)
    {
        var condition = Or(context.e);
        if (context.op is null)
        {
            return condition;
        }

        var (then, otherwise) = (Or(context.e1), Check(context.e2));
        var binding = new TypeBinding();
        if (!binding.Takes(CelType.Bool, condition.Type) || !binding.Takes(CelType.A, then.Type) || !binding.Takes(CelType.A, otherwise.Type))
        {
            return NoOverload(context.op, "_?_:_", isMember: false, condition, then, otherwise);
        }

        var (test, yes, no) = (condition.Evaluate, then.Evaluate, otherwise.Evaluate);
        return new Typed(binding.Resolve(CelType.A), context.op, frame => IsTrue(test(frame)) ? yes(frame) : no(frame));
    }

    private Typed Or(CelParser.ConditionalOrContext context)
    {
        var first = And(context.e);
        if (context._e1.Count == 0)
        {
            return first;
        }

        Func<Frame, object?>[] parts = [Bool(first), .. context._e1.Select(part => Bool(And(part)))];
        return new Typed(CelType.Bool, context._ops[^1], frame => Logic.Any(parts, frame));
    }

    private Typed And(CelParser.ConditionalAndContext context)
    {
        var first = Relation(context.e);
        if (context._e1.Count == 0)
        {
            return first;
        }

        Func<Frame, object?>[] parts = [Bool(first), .. context._e1.Select(part => Bool(Relation(part)))];
        return new Typed(CelType.Bool, context._ops[^1], frame => Logic.All(parts, frame));
    }

    private Func<Frame, object?> Bool(Typed part) => Expect(CelType.Bool, part).Evaluate;

    private Typed Relation(CelParser.RelationContext context) => context.op is null
        ? Calculation(context.calc())
        : Call(context.op, context.op.Text == "in" ? "@in" : $"_{context.op.Text}_", isMember: false, Relation(context.relation(0)), Relation(context.relation(1)));

    private Typed Calculation(CelParser.CalcContext context) => context.op is null
        ? Unary(context.unary())
        : Call(context.op, $"_{context.op.Text}_", isMember: false, Calculation(context.calc(0)), Calculation(context.calc(1)));

    private Typed Unary(CelParser.UnaryContext context) => context switch
    {
        CelParser.LogicalNotContext not => Repeated(not._ops, "!_", not.member()),
        CelParser.NegateContext negate => Repeated(negate._ops, "-_", negate.member()),
        CelParser.MemberExprContext plain => Member(plain.member()),
        _ => Refuse(context.Start, $"unsupported expression '{context.GetText()}'"),
    };

    private Typed Repeated(IList<IToken> operators, string name, CelParser.MemberContext operand) =>
        operators.Count % 2 == 0 ? Member(operand) : Call(operators[0], name, isMember: false, Member(operand));

    private Typed Member(CelParser.MemberContext context) => context switch
    {
        CelParser.PrimaryExprContext plain => Primary(plain.primary()),
        CelParser.SelectContext select => QualifiedName(select) ?? Select(Member(select.member()), select.id.Text, select.op, isOptional: select.opt is not null),
        CelParser.MemberCallContext call => MemberCall(call),
        CelParser.IndexContext index => Index(index),
        _ => Refuse(context.Start, $"unsupported expression '{context.GetText()}'"),
    };

    private Typed Primary(CelParser.PrimaryContext context) => context switch
    {
        CelParser.NestedContext nested => Check(nested.e),
        CelParser.IdentOrGlobalCallContext { op: null } identifier => Identifier(identifier.id),
        CelParser.IdentOrGlobalCallContext call => GlobalCall(call),
        CelParser.CreateListContext list => List(list),
        CelParser.CreateStructContext map => Map(map),
        CelParser.ConstantLiteralContext literal => Literal(literal.literal()),
        CelParser.CreateMessageContext message => Refuse(message.op, $"undeclared reference to '{string.Join('.', message._ids.Select(id => id.Text))}' (in container '')"),
        _ => Refuse(context.Start, $"unsupported expression '{context.GetText()}'"),
    };

    private Typed Identifier(IToken name)
    {
        if (_scope?.Find(name.Text) is { } variable)
        {
            UsesOldSelf |= variable.Slot == OldSelfSlot;
            var slot = variable.Slot;
            return new Typed(variable.Type, name, frame => frame[slot]);
        }

        return s_typeNames.TryGetValue(name.Text, out var type) ? new Typed(CelType.Type, name, _ => type) : Undeclared(name, name.Text);
    }

    // A type with a namespace, such as google.protobuf.Timestamp.
    private static Typed? QualifiedName(CelParser.SelectContext select) =>
        s_typeNames.TryGetValue(select.GetText(), out var type) ? new Typed(CelType.Type, select.op, _ => type) : null;

    private Typed Literal(CelParser.LiteralContext context)
    {
        switch (context)
        {
            case CelParser.IntContext number:
                return Literals.TryReadInt(number.tok.Text, number.sign is not null, out var integer) ? Constant(CelType.Int, context, integer) : Refuse(number.tok, "invalid int literal");
            case CelParser.UintContext number:
                return Literals.TryReadUint(number.tok.Text, out var unsigned) ? Constant(CelType.Uint, context, unsigned) : Refuse(number.tok, "invalid uint literal");
            case CelParser.DoubleContext number:
                return Constant(CelType.Double, context, double.Parse(number.sign?.Text + number.tok.Text, NumberStyles.Float, CultureInfo.InvariantCulture));
            case CelParser.StringContext text:
                var value = Literals.ReadText(text.tok.Text);
                return Constant(CelType.String, context, value) with { Literal = value };
            case CelParser.BytesContext bytes:
                return Constant(CelType.Bytes, context, new CelBytes(Encoding.UTF8.GetBytes(Literals.ReadText(bytes.tok.Text[1..]))));
            case CelParser.BoolTrueContext:
                return Constant(CelType.Bool, context, CelValues.True);
            case CelParser.BoolFalseContext:
                return Constant(CelType.Bool, context, CelValues.False);
            default:
                return Constant(CelType.Null, context, null);
        }
    }

    private static Typed Constant(CelType type, CelParser.LiteralContext context, object? value) => new(type, context.Start, _ => value);

    private Typed Expect(CelType type, Typed part)
    {
        if (new TypeBinding().Takes(type, part.Type))
        {
            return part;
        }

        return Refuse(part.At, $"expected type '{type}' but found '{part.Type}'");
    }

    private Typed Undeclared(IToken at, string name) => Refuse(at, $"undeclared reference to '{name}' (in container '')");

    private Typed Refuse(IToken at, string message)
    {
        _problems.Add(at, message);
        return new Typed(CelType.Error, at, _ => null);
    }

    private static bool IsTrue(object? value) => value is bool flag ? flag : throw CelException.NoSuchOverload();
}

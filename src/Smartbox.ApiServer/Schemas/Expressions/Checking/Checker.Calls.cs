using Antlr4.Runtime;
using Cel.Internal;
using Smartbox.ApiServer.Schemas.Expressions.Functions;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <content>Calls of functions and operators.</content>
internal sealed partial class Checker
{
    private Typed GlobalCall(CelParser.IdentOrGlobalCallContext call)
    {
        var arguments = call.args?._e ?? [];
        if (call.id.Text == "has" && arguments.Count == 1)
        {
            return Has(call.op, arguments[0]);
        }

        return Call(call.op, call.id.Text, isMember: false, [.. arguments.Select(Check)]);
    }

    private Typed MemberCall(CelParser.MemberCallContext call)
    {
        var arguments = call.args?._e ?? [];
        // A namespace such as sets is not there as a variable.
        var qualified = $"{call.member().GetText()}.{call.id.Text}";
        if (FunctionTable.Contains(qualified) && _scope?.Find(call.member().GetText()) is null)
        {
            return Call(call.open, qualified, isMember: false, [.. arguments.Select(Check)]);
        }

        if (Macro(call, arguments) is { } macro)
        {
            return macro;
        }

        // What a format is filled with may be of any types.
        Func<CelParser.ExprContext, Typed> check = call.id.Text == "format" ? CheckMixed : Check;
        return Call(call.open, call.id.Text, isMember: true, [Member(call.member()), .. arguments.Select(check)]);
    }

    private Typed Call(IToken at, string name, bool isMember, params Typed[] arguments)
    {
        if (!FunctionTable.Contains(name))
        {
            return Undeclared(at, name);
        }

        var fitting = FunctionTable.Find(name)
            .Where(overload => overload.IsMember == isMember && overload.Parameters.Count == arguments.Length)
            .Select(overload => (Overload: overload, Result: Match(overload, arguments)))
            .Where(match => match.Result is not null)
            .ToList();
        if (fitting.Count == 0)
        {
            return NoOverload(at, name, isMember, arguments);
        }

        var result = fitting.Select(match => match.Result!).Distinct().Count() == 1 ? fitting[0].Result! : CelType.Dyn;
        if (name is "matches" or "duration" or "timestamp" && arguments[^1].Literal is { } literal)
        {
            return CallWithLiteral(at, name, result, fitting[0].Overload, arguments, literal);
        }

        return new Typed(result, at, Run(char.IsLetter(name[0]) ? name : null, [.. fitting.Select(match => match.Overload)], arguments));
    }

    private static CelType? Match(Overload overload, Typed[] arguments)
    {
        var binding = new TypeBinding();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!binding.Takes(overload.Parameters[i], arguments[i].Type))
            {
                return null;
            }
        }

        return binding.Resolve(overload.Result);
    }

    // What a literal means is found out once.
    private Typed CallWithLiteral(IToken at, string name, CelType result, Overload overload, Typed[] arguments, string literal)
    {
        try
        {
            if (name == "matches")
            {
                var (pattern, text) = (PatternFunctions.Compile(literal), arguments[0].Evaluate);
                return new Typed(result, at, frame => CelValues.Of(pattern.IsMatch(text(frame) as string ?? throw CelException.NoSuchOverload())));
            }

            var value = overload.Parameters[0] == CelType.String ? overload.Body([literal]) : FunctionTable.Find(name).First(other => other.Parameters[0] == CelType.String).Body([literal]);
            return new Typed(result, at, _ => value);
        }
        catch (CelException)
        {
            return Refuse(arguments[^1].At, $"invalid {name} argument");
        }
    }

    // Even where types are known, a value may be null.
    private static Func<Frame, object?> Run(string? name, Overload[] overloads, Typed[] arguments)
    {
        var all = arguments.Select(argument => argument.Evaluate).ToArray();
        if (overloads.Length == 1)
        {
            var only = overloads[0];
            return frame =>
            {
                var values = Array.ConvertAll(all, one => one(frame));
                return only.Fits(values) ? only.Body(values) : throw CelException.NoSuchOverload(name);
            };
        }

        return frame =>
        {
            var values = Array.ConvertAll(all, one => one(frame));
            return (Array.Find(overloads, overload => overload.Fits(values)) ?? throw CelException.NoSuchOverload(name)).Body(values);
        };
    }

    private Typed NoOverload(IToken at, string name, bool isMember, params Typed[] arguments)
    {
        // What has been refused already is not told again.
        if (Array.Exists(arguments, argument => ReferenceEquals(argument.Type, CelType.Error)))
        {
            return new Typed(CelType.Error, at, _ => null);
        }

        var types = arguments.Select(argument => argument.Type.ToString()).ToList();
        var applied = isMember ? $"{types[0]}.({string.Join(", ", types.Skip(1))})" : $"({string.Join(", ", types)})";
        return Refuse(at, $"found no matching overload for '{name}' applied to '{applied}'");
    }
}

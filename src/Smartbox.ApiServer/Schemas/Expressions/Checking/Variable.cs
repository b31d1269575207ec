using Smartbox.ApiServer.Schemas.Expressions.Types;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>A variable in scope.</summary>
internal sealed record Variable(string Name, CelType Type, int Slot, Variable? Outer)
{
    public Variable? Find(string name)
    {
        for (var variable = this; variable is not null; variable = variable.Outer)
        {
            if (variable.Name == name)
            {
                return variable;
            }
        }

        return null;
    }
}

using Microsoft.Extensions.AI;

namespace Smartbox.Companion.Conversation;

/// <summary>Text that a model says before and after it used a tool is two paragraphs, not one word.</summary>
internal sealed class TextJoint
{
    private bool _saidSomething;
    private bool _usedTool;

    public IEnumerable<string> PiecesOf(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    if (_saidSomething && _usedTool)
                    {
                        yield return "\n\n";
                    }

                    (_saidSomething, _usedTool) = (true, false);
                    yield return text.Text;
                    break;
                case FunctionCallContent or FunctionResultContent:
                    _usedTool = true;
                    break;
            }
        }
    }
}

using Smartbox.Api.Generator.Reference;
using Smartbox.Api.Generator.Schemas;

namespace Smartbox.Api.Generator;

/// <summary>The program: writes what follows from the resource types.</summary>
internal static class CommandLine
{
    private const string Usage = """
        Writes what is generated from the resource types in Smartbox.Api.

        Usage:
          dotnet run --project src/Smartbox.Api.Generator -- crds FOLDER      a CustomResourceDefinition per kind, and a Kustomization
          dotnet run --project src/Smartbox.Api.Generator -- reference FILE   the reference of all fields, in Markdown

        Both are committed; a test fails when they differ from the types.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        switch (args)
        {
            case ["crds", var folder]:
                Directory.CreateDirectory(folder);
                foreach (var (name, content) in CrdFiles.Render())
                {
                    Write(Path.Combine(folder, name), content, output);
                }

                return 0;

            case ["reference", var file]:
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
                Write(file, ReferencePage.Render(CrdBuilder.BuildAll()), output);
                return 0;

            case ["--help"] or ["-h"] or ["help"]:
                output.WriteLine(Usage);
                return 0;

            default:
                error.WriteLine(Usage);
                return 2;
        }
    }

    private static void Write(string path, string content, TextWriter output)
    {
        File.WriteAllText(path, content);
        output.WriteLine(path);
    }
}

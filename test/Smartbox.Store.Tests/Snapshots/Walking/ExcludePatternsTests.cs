using System.Text;
using Smartbox.Store.Snapshots.Walking;

namespace Smartbox.Store.Tests.Snapshots.Walking;

public sealed class ExcludePatternsTests
{
    [Theory]
    [InlineData("*.tmp", "a.tmp", true)]
    [InlineData("*.tmp", "deep/er/a.tmp", true)]
    [InlineData("*.tmp", "a.tmp.md", false)]
    [InlineData("cache/**", "cache", false)]
    [InlineData("cache/**", "cache/a", true)]
    [InlineData("cache/**", "cache/a/b", true)]
    [InlineData("cache/**", "other/cache/a", false)]
    [InlineData("/cache", "cache", true)]
    [InlineData("/cache", "a/cache", false)]
    [InlineData("cache", "a/cache", true)]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a/b/b/c", false)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a/**/c", "a/b/b/c", true)]
    [InlineData("**/logs/*.log", "x/y/logs/1.log", true)]
    [InlineData("?.md", "猫.md", true)]
    [InlineData("?.md", "ab.md", false)]
    [InlineData("# a comment", "# a comment", false)]
    [InlineData("  ", "x", false)]
    [InlineData("/", "x", false)]
    [InlineData("a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Pattern_FitsAsInGitignore(string pattern, string path, bool expected) => IsExcluded(pattern, path, isFolder: false).Should().Be(expected);

    [Theory]
    [InlineData("build/", "a/build", true, true)]
    [InlineData("build/", "a/build", false, false)]
    public void TrailingSlash_MeansFolders(string pattern, string path, bool isFolder, bool expected) =>
        IsExcluded(pattern, path, isFolder).Should().Be(expected);

    [Fact]
    public void OtherRoots_AreNoMatterOfThePatterns() =>
        new ExcludePatterns("/state", ["*"]).IsExcluded("/state2"u8, "a"u8, false).Should().BeFalse();

    private static bool IsExcluded(string pattern, string path, bool isFolder)
    {
        var slash = path.LastIndexOf('/');
        var folder = slash < 0 ? "/state" : $"/state/{path[..slash]}";
        return new ExcludePatterns("/state", [pattern]).IsExcluded(Encoding.UTF8.GetBytes(folder), Encoding.UTF8.GetBytes(path[(slash + 1)..]), isFolder);
    }
}

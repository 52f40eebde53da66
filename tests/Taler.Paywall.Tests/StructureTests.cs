using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Taler.Paywall.Tests;

/// <summary>The request's way goes from left to right through the folders, and no folder calls backwards.</summary>
public sealed partial class StructureTests
{
    private static readonly string[] Way = ["StateMachine", "Diagnostics", "Resources", "Sessions", "Orders", "Pages", "Responses", "Settings", "Gate", "Start"];

    [Fact]
    public void No_folder_uses_one_that_comes_after_it()
    {
        var source = Path.GetFullPath(Path.Combine(Here(), "../../src/Taler.Paywall"));
        foreach (var folder in Way)
        {
            var files = Directory.GetFiles(Path.Combine(source, folder), "*.cs", SearchOption.AllDirectories);
            Assert.NotEmpty(files);
            foreach (var file in files)
            {
                var used = Namespaces().Matches(File.ReadAllText(file)).Select(match => match.Groups["folder"].Value).Where(name => name != folder);
                Assert.All(used.Where(Way.Contains), name =>
                    Assert.True(Array.IndexOf(Way, name) < Array.IndexOf(Way, folder), $"{folder}/{Path.GetFileName(file)} uses {name}"));
            }
        }
    }

    [Fact]
    public void The_readme_tells_the_folders_in_the_same_order()
    {
        var readme = File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "../../src/Taler.Paywall/README.md")));

        var told = Folders().Matches(readme).Select(match => match.Groups["folder"].Value);

        Assert.Equal(Way, told);
    }

    [Fact]
    public void The_state_machine_sees_no_request_no_clock_and_waits_for_nothing()
    {
        var source = Path.GetFullPath(Path.Combine(Here(), "../../src/Taler.Paywall/StateMachine"));
        foreach (var file in Directory.GetFiles(source, "*.cs"))
            Assert.DoesNotMatch("HttpContext|TimeProvider|DateTime|await|Task", File.ReadAllText(file));
    }

    [Fact]
    public void What_is_not_meant_for_users_is_internal_and_sealed()
    {
        var open = typeof(TalerPaywallOptions).Assembly.GetTypes()
            .Where(type => !type.IsVisible && type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));

        Assert.Empty(open);
    }

    [GeneratedRegex(@"^\| `(?<folder>\w+)/` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folders();

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\b(using Taler\.Paywall\.|(?<!\.))(?<folder>StateMachine|Diagnostics|Resources|Sessions|Orders|Pages|Responses|Settings|Gate|Start)(;|\.\w)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespaces();
}

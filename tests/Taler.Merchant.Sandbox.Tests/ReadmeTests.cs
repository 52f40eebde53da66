using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The examples of the README, pasted into a shell in turn.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_examples_are_one_script()
    {
        await using var sandbox = await SandboxProcess.StartAsync("--Sandbox:MerchantLogo", "false");
        var examples = Example().Matches(await File.ReadAllTextAsync(Readme(), TestContext.Current.CancellationToken)).Select(match => match.Groups["script"].Value).Skip(1);
        var script = string.Concat(examples).Replace("http://127.0.0.1:9966", sandbox.BaseUrl.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);

        var output = await RunAsync(script);

        Assert.Contains("\"order_status\":\"unpaid\"", output, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"paid\"", output, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"refunded\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"hint\"", output, StringComparison.Ordinal);
        Assert.True(output.Length < 4000, "The output floods the terminal.");
    }

    private static async Task<string> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-e"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return output;
    }

    private static string Readme([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../src/Taler.Merchant.Sandbox/README.md"));

    /// <summary>The first one starts the program.</summary>
    [GeneratedRegex("^```sh\n(?<script>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Taler.TestKit;

namespace PaidApi.Tests;

/// <summary>What documents print about this sample works as printed.</summary>
[Collection(ApiGroup.Name)]
public sealed partial class DocumentTests(ApiFixture fixture)
{
    private const string Clients = "docs/clients.md";

    private static readonly string Folder = SampleProcess.SourceFolder(ApiFixture.Sample);

    [Fact]
    public async Task Each_request_of_the_http_file_gets_the_status_that_stands_above_it()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        var requests = Requests().Matches(await File.ReadAllTextAsync(Path.Combine(Folder, "PaidApi.http")));

        Assert.Equal(6, requests.Count);
        foreach (Match match in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(match.Groups["method"].Value), new Uri(fixture.Api.Address, match.Groups["path"].Value));
            foreach (var (name, value) in match.Groups["name"].Captures.Zip(match.Groups["value"].Captures))
                Assert.True(request.Headers.TryAddWithoutValidation(name.Value, value.Value));
            using var response = await http.SendAsync(request);
            Assert.Equal(int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture), (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task The_addresses_that_documents_print_are_those_of_the_sample()
    {
        Assert.Contains("\"http://localhost:5081\"", await File.ReadAllTextAsync(Path.Combine(Folder, "Properties/launchSettings.json")), StringComparison.Ordinal);
        Assert.Contains("\"Port\": 9966", await File.ReadAllTextAsync(Path.Combine(Folder, "appsettings.json")), StringComparison.Ordinal);
        Assert.StartsWith("@api = http://localhost:5081\n", await File.ReadAllTextAsync(Path.Combine(Folder, "PaidApi.http")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_of_the_readme_work()
    {
        var commands = Assert.Single(Blocks("samples/PaidApi/README.md", "sh"));

        var result = await RunAsync(commands, Path.Combine(Folder, "../.."), ("KEY_FILE", Path.Combine(fixture.Folder.FullName, "readme.key")));

        Assert.Contains("costs KUDOS:0.1. I pay.", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("{\"harbour\":\"Saltmouth\"", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_two_settings_of_the_readme_sell_through_another_backend()
    {
        var command = Blocks("samples/PaidApi/README.md", "").Single(block => block.Contains("Merchant:BaseUrl", StringComparison.Ordinal));
        await using var backend = await SandboxProcess.StartAsync();
        var arguments = command.Replace("http://127.0.0.1:9966/instances/sandbox/", backend.BaseUrl.AbsoluteUri, StringComparison.Ordinal).Split(' ')[4..];

        await using var api = await SampleProcess.StartAsync(ApiFixture.Sample, new Dictionary<string, string>(), arguments);
        using var http = new HttpClient { BaseAddress = api.Address };
        using var unpaid = await http.GetAsync("/api/tides/saltmouth");

        Assert.Contains(backend.BaseUrl.Authority, unpaid.Headers.GetValues("Taler").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", 0, "Saltmouth")]
    [InlineData("agent with a key", 1, "Grauhaven")]
    [InlineData("agent with a session in a header", 2, "Kelpness")]
    public async Task Every_example_of_the_page_about_clients_buys_once(string client, int index, string harbour)
    {
        var folder = fixture.Folder.CreateSubdirectory(client).FullName;
        var examples = Blocks(Clients, "sh");
        Assert.Equal(3, examples.Count);
        await fixture.Sandbox.ClearRequestsAsync();

        var result = await RunAsync(examples[index], folder);

        Assert.Contains($"{{\"harbour\":\"{harbour}\"", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task The_agent_of_the_page_about_clients_that_begins_anew_pays_nothing_twice()
    {
        var folder = fixture.Folder.CreateSubdirectory("cut off").FullName;
        var example = Blocks(Clients, "sh")[1].Replace("wallets/agent/", "wallets/cut-off/", StringComparison.Ordinal);
        await fixture.Sandbox.ClearRequestsAsync();
        var first = await RunAsync(example, folder);

        var second = await RunAsync(example, folder);

        Assert.Equal(first.Output, second.Output);
        Assert.Equal(1, await fixture.PaymentsAsync());
    }

    [Fact]
    public async Task The_script_of_the_page_about_clients_is_the_one_that_the_sample_serves()
    {
        using var http = new HttpClient { BaseAddress = fixture.Api.Address };

        var served = await http.GetStringAsync("/buy.js");

        Assert.Equal(Assert.Single(Blocks(Clients, "js")), served[served.IndexOf("export", StringComparison.Ordinal)..].Trim());
    }

    private async Task<ShellResult> RunAsync(string commands, string folder, params (string Name, string Value)[] environment)
    {
        var sandbox = fixture.Instance.GetLeftPart(UriPartial.Authority);
        var here = commands
            .Replace("http://localhost:5081", fixture.Api.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:9966", sandbox, StringComparison.Ordinal);
        var result = await Shell.RunCommandsAsync(here, folder, environment.Append(("SANDBOX", sandbox)).ToDictionary(pair => pair.Item1, pair => pair.Item2));
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private static IReadOnlyList<string> Blocks(string document, string language) =>
        [.. CodeBlocks().Matches(File.ReadAllText(Path.Combine(Folder, "../..", document)))
            .Where(match => match.Groups["language"].Value == language)
            .Select(match => match.Groups["code"].Value.Trim())];

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlocks();

    [GeneratedRegex(@"^### (?<status>\d{3}): .*\n(?<method>[A-Z]+) \{\{api\}\}(?<path>\S+)\n((?<name>[\w-]+): (?<value>.*)\n)*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Requests();
}

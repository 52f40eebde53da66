using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Taler.TestKit;

namespace PaidApi.Tests;

/// <summary>The API as programs meet it, and the page that buys from it.</summary>
[Collection(ApiGroup.Name)]
public sealed partial class ApiTests(ApiFixture fixture) : IDisposable
{
    private const string OtherOrigin = "http://another.example";

    private readonly HttpClient _http = new() { BaseAddress = fixture.Api.Address };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task The_list_is_free_and_tells_the_prices_that_are_asked()
    {
        var harbours = (await _http.GetFromJsonAsync<JsonArray>("/api/harbours"))!;

        Assert.Equal(3, harbours.Count);
        foreach (var harbour in harbours)
        {
            using var unpaid = await _http.GetAsync((string)harbour!["url"]!);
            Assert.Equal((string?)harbour["price"], (string?)(await ProblemAsync(unpaid))["price"]);
        }
    }

    [Fact]
    public async Task A_program_with_a_cookie_pays_and_is_served_with_its_receipt()
    {
        using var unpaid = await _http.GetAsync("/api/tides/kelpness");
        await PayAsync(unpaid);

        var table = (await _http.GetFromJsonAsync<JsonObject>("/api/tides/kelpness"))!;

        Assert.Equal("KUDOS:0.2", (string?)table["paid"]);
        Assert.Contains((string)table["order"]!, unpaid.Headers.GetValues("Taler").Single(), StringComparison.Ordinal);
        var waters = table["tides"]!.AsArray().Select(tide => (string)tide!["water"]!).ToList();
        Assert.InRange(waters.Count, 7, 9);
        Assert.All(waters.Zip(waters.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task A_harbour_in_another_spelling_is_sold_too_and_one_that_does_not_exist_is_not()
    {
        using var sold = await _http.GetAsync("/api/tides/SALTMOUTH");
        using var missing = await _http.GetAsync("/api/tides/atlantis");

        Assert.Equal(HttpStatusCode.PaymentRequired, sold.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_harbour_without_a_price_is_neither_listed_nor_given_away()
    {
        await using var api = await SampleProcess.StartAsync(
            ApiFixture.Sample, SampleProcess.Development, "--Sandbox:Port", "0", "--TalerPaywall:Resources:2:Pattern", "/api/tides/elsewhere");
        using var http = new HttpClient { BaseAddress = api.Address };

        var harbours = (await http.GetFromJsonAsync<JsonArray>("/api/harbours"))!;
        using var tides = await http.GetAsync("/api/tides/kelpness");

        Assert.DoesNotContain("kelpness", harbours.Select(harbour => (string?)harbour!["id"]));
        Assert.Equal(HttpStatusCode.NotFound, tides.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_ask_read_and_buy_with_a_key()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/tides/grauhaven")
        {
            Headers = { { "Origin", OtherOrigin }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "idempotency-key" } },
        };
        using var allowed = await _http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Contains("Idempotency-Key", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        var key = Guid.NewGuid().ToString();

        using var unpaid = await FetchElsewhereAsync(key);
        await PayAsync(unpaid);
        using var paid = await FetchElsewhereAsync(key);

        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        foreach (var answer in new[] { allowed, unpaid, paid })
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Retry-After", string.Join(',', unpaid.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_no_inline_script_and_everything_that_it_loads_is_there()
    {
        using var response = await _http.GetAsync("/");
        var page = await response.Content.ReadAsStringAsync();
        var app = await _http.GetStringAsync("/app.js");

        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style|style=| on[a-z]+=", page);
        var loaded = Loaded().Matches(page + app).Select(match => match.Groups["path"].Value.TrimStart('.')).ToList();
        Assert.Contains("/buy.js", loaded);
        foreach (var path in loaded)
        {
            using var part = await _http.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, part.StatusCode);
        }
    }

    [Fact]
    public async Task The_script_reads_what_the_answers_have()
    {
        var app = await _http.GetStringAsync("/app.js");
        using var unpaid = await _http.GetAsync("/api/tides/saltmouth");
        var problem = await ProblemAsync(unpaid);
        await PayAsync(unpaid);
        var table = (await _http.GetFromJsonAsync<JsonObject>("/api/tides/saltmouth"))!;
        var harbours = (await _http.GetFromJsonAsync<JsonArray>("/api/harbours"))!;

        Assert.All(Names(app, "showProblem"), name => Assert.True(problem.ContainsKey(name), name));
        Assert.All(Names(app, "showTides"), name => Assert.True(table.ContainsKey(name), name));
        Assert.All(["name", "price", "url"], name => Assert.True(harbours[0]!.AsObject().ContainsKey(name), name));
        Assert.All(["time", "water", "metres"], name => Assert.True(table["tides"]![0]!.AsObject().ContainsKey(name), name));
    }

    private async Task<HttpResponseMessage> FetchElsewhereAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tides/grauhaven")
        {
            Headers = { { "Origin", OtherOrigin }, { "Sec-Fetch-Mode", "cors" }, { "Sec-Fetch-Site", "cross-site" }, { "Idempotency-Key", key } },
        };
        return await _http.SendAsync(request);
    }

    private async Task PayAsync(HttpResponseMessage unpaid) => Assert.Equal(
        "paid", (await fixture.Sandbox.PayAsync(Guid.NewGuid().ToString("N"), unpaid.Headers.GetValues("Taler").Single())).Outcome);

    private static async Task<JsonObject> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>The members that a function of the script takes apart.</summary>
    private static IReadOnlyList<string> Names(string script, string function)
    {
        var members = Regex.Match(script, $@"function {function}\(view, \{{ (?<members>[^}}]+) \}}", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["members"].Value;
        Assert.NotEqual("", members);
        return [.. members.Split(", ").Select(member => member.Split(':')[0])];
    }

    [GeneratedRegex(@"(src|href)=""(?<path>/[^""]+)""|from '(?<path>[^']+)'|fetch\('(?<path>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loaded();
}

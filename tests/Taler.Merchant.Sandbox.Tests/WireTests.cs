using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>What all endpoints have in common.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task The_configuration_names_version_and_currency()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var config = (await sandbox.GetAsync("config")).Json;

        Assert.Equal("25:0:13", (string?)config["version"]);
        Assert.Equal("taler-merchant", (string?)config["name"]);
        Assert.Equal("KUDOS", (string?)config["currency"]);
        Assert.NotNull(config["currencies"]!["KUDOS"]!["alt_unit_names"]!["0"]);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_of_a_real_backend()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        foreach (var reply in new[] { await sandbox.GetAsync("config"), await sandbox.StatusAsync("nobody"), await sandbox.GetAsync("nothing") })
        {
            Assert.Equal("application/json", reply.ContentHeaders.ContentType?.ToString());
            Assert.Equal("no-store", reply.Header("Cache-Control"));
            Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
            Assert.Equal("*", reply.Header("Access-Control-Expose-Headers"));
        }
    }

    [Theory]
    [InlineData("nothing", 21)]
    [InlineData("../other/config", 2000)]
    [InlineData("../sandboxes/config", 2000)]
    public async Task What_does_not_exist_is_told_apart(string path, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_wrong_method_is_refused_with_those_that_are_right()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.ShopAsync(HttpMethod.Post, "private/orders/O1", []);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, 20), (reply.Status, reply.Code));
        Assert.Equal("POST", (string?)reply.Json["detail"]);
        Assert.Equal(["DELETE", "GET", "HEAD"], reply.ContentHeaders.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("not json", 22)]
    [InlineData("[]", 22)]
    [InlineData("""{"order":{},"order":{}}""", 22)]
    [InlineData("{}", 25)]
    [InlineData("""{"order":{"amount":"KUDOS:1","summary":7}}""", 26)]
    [InlineData("""{"order":{"amount":"KUDOS:1"}}""", 2502)]
    [InlineData("""{"order":{"amount":"KUDOS:1","summary":"x","order_id":"../x"}}""", 26)]
    public async Task A_malformed_order_is_refused(string body, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.BaseUrl, "private/orders"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret-token:sandbox");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, (int)error["code"]!));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.TryCreateAsync("O1", body => body["order"]!["summary"] = new string('x', 1 << 20));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 32), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_script_of_another_origin_may_ask()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.SendAsync(HttpMethod.Options, "orders/O1");

        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Buyers_are_told_the_public_address()
    {
        await using var sandbox = await SandboxHost.StartAsync(options => options.PublicBaseUrl = "https://pay.example/instances/sandbox/");
        await sandbox.CreateAsync("O1", body => body["create_token"] = false);

        var status = (await sandbox.StatusAsync("O1")).Json;
        var paid = await sandbox.Control.PayAsync("alice", (string)status["taler_pay_uri"]!);

        Assert.Equal("https://pay.example/instances/sandbox/orders/O1", (string?)status["order_status_url"]);
        Assert.Equal("taler://pay/pay.example/instances/sandbox/O1/", (string?)status["taler_pay_uri"]);
        Assert.Equal("paid", paid.Outcome);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Taler.Merchant.Sandbox.Tests;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_payment_calls_the_webhook_with_its_templates_filled()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await RegisterAsync(sandbox, receiver, "pay", "/{{ order_id }}", "X-Secret: s3cret\nX-Summary: {{ contract_terms.summary }}", """{"order":"{{ order_id }}","url":"{{{contract_terms.fulfillment_url}}}"}""");

        await sandbox.BuyAsync("alice", "O1", "S1");
        var call = await receiver.NextAsync();

        Assert.Equal(("POST", "/O1"), (call.Method, call.Path));
        Assert.Equal(("s3cret", "An essay"), (call.Secret, call.Summary));
        Assert.Equal("""{"order":"O1","url":"http://shop.example/essay"}""", call.Body);
    }

    [Fact]
    public async Task A_refund_calls_its_webhook_with_amount_and_nanoseconds()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await sandbox.BuyAsync("alice", "O1", "S1");
        await RegisterAsync(sandbox, receiver, "refund", "/", null, "{{refund_amount}} {{reason}} {{timestamp}}");

        await sandbox.RefundAsync("O1", "KUDOS:4");

        var nanoseconds = sandbox.Clock.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;
        Assert.Equal($"KUDOS:4 no longer wanted {nanoseconds}", (await receiver.NextAsync()).Body);
    }

    [Fact]
    public async Task A_receiver_in_trouble_is_called_again_later()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var receiver = await Receiver.StartAsync(failures: 2);
        await RegisterAsync(sandbox, receiver, "order_created", "/", null, "{{order_id}}");

        await sandbox.CreateAsync("O1");
        await receiver.NextAsync();
        await sandbox.Clock.SomebodyWaitsAsync();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        await receiver.NextAsync();
        await sandbox.Clock.SomebodyWaitsAsync();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("O1", (await receiver.NextAsync()).Body);
    }

    [Fact]
    public async Task Webhooks_are_registered_shown_changed_and_removed()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var webhook = new JsonObject { ["webhook_id"] = "W1", ["event_type"] = "pay", ["url"] = "http://shop.example/hook", ["http_method"] = "POST" };

        var added = await sandbox.ShopAsync(HttpMethod.Post, "private/webhooks", webhook);
        webhook["url"] = "http://shop.example/other";
        var conflict = await sandbox.ShopAsync(HttpMethod.Post, "private/webhooks", webhook);
        var changed = await sandbox.ShopAsync(HttpMethod.Patch, "private/webhooks/W1", webhook);
        var shown = await sandbox.ShopGetAsync("private/webhooks/W1");
        var list = (await sandbox.ShopGetAsync("private/webhooks")).Json["webhooks"]!.AsArray();
        var removed = await sandbox.ShopAsync(HttpMethod.Delete, "private/webhooks/W1");
        var gone = await sandbox.ShopGetAsync("private/webhooks/W1");

        Assert.Equal(HttpStatusCode.NoContent, added.Status);
        Assert.Equal((HttpStatusCode.Conflict, 2900), (conflict.Status, conflict.Code));
        Assert.Equal(HttpStatusCode.NoContent, changed.Status);
        Assert.Equal("http://shop.example/other", (string?)shown.Json["url"]);
        Assert.Equal("W1", (string?)Assert.Single(list)!["webhook_id"]);
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        Assert.Equal((HttpStatusCode.NotFound, 2019), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task Webhooks_are_kept_up_to_a_limit()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var webhook = new JsonObject { ["event_type"] = "pay", ["url"] = "http://shop.example/hook", ["http_method"] = "POST" };
        for (var i = 1; i <= 100; i++)
        {
            webhook["webhook_id"] = $"W{i}";
            Assert.Equal(HttpStatusCode.NoContent, (await sandbox.ShopAsync(HttpMethod.Post, "private/webhooks", webhook)).Status);
        }

        var repeated = await sandbox.ShopAsync(HttpMethod.Post, "private/webhooks", webhook);
        webhook["webhook_id"] = "W101";
        var oneMore = await sandbox.ShopAsync(HttpMethod.Post, "private/webhooks", webhook);

        Assert.Equal(HttpStatusCode.NoContent, repeated.Status);
        Assert.Equal(HttpStatusCode.Conflict, oneMore.Status);
        Assert.Contains("no more than 100 webhooks", (string?)oneMore.Json["hint"], StringComparison.Ordinal);
    }

    private static async Task RegisterAsync(SandboxHost sandbox, Receiver receiver, string eventType, string path, string? headers, string body)
    {
        var reply = await sandbox.ShopAsync(HttpMethod.Post, "private/webhooks", new JsonObject
        {
            ["webhook_id"] = "W1",
            ["event_type"] = eventType,
            ["url"] = receiver.Url + path,
            ["http_method"] = "POST",
            ["header_template"] = headers,
            ["body_template"] = body,
        });
        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
    }

    private sealed record Call(string Method, string Path, string Secret, string Summary, string Body);

    /// <summary>A shop that is called.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
        private readonly WebApplication _app;
        private int _failures;

        private Receiver(int failures)
        {
            _failures = failures;
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.Run(TakeAsync);
        }

        public string Url => _app.Urls.First();

        public static async Task<Receiver> StartAsync(int failures = 0)
        {
            var receiver = new Receiver(failures);
            await receiver._app.StartAsync();
            return receiver;
        }

        public async Task<Call> NextAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            var headers = context.Request.Headers;
            context.Response.StatusCode = _failures-- > 0 ? 500 : 204;
            await _calls.Writer.WriteAsync(new Call(context.Request.Method, context.Request.Path, headers["X-Secret"].ToString(), headers["X-Summary"].ToString(), body));
        }
    }
}

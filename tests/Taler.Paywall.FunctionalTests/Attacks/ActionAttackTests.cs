using System.Text;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>MVC fills parameters and models from form, path and query. What was paid for is what the paywall read.</summary>
public sealed class ActionAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    private const string Encoded = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data";

    [Theory]
    [InlineData("GET", "/Shelf/Read/1", "id=2", Encoded)]
    [InlineData("POST", "/Shelf/Read/1", "id=2", Encoded)]
    [InlineData("POST", "/Shelf/Read/1", "id=2", Multipart)]
    [InlineData("GET", "/shelf-action/1", "ID=2", Encoded)]
    [InlineData("GET", "/shelf-pattern/1", "id=2", Encoded)]
    [InlineData("POST", "/shelf-pattern/1", "id=2", Multipart)]
    [InlineData("GET", "/shelf-model/1", "book.id=2", Encoded)]
    [InlineData("POST", "/shelf-model/1", "book[id]=2", Multipart)]
    [InlineData("GET", "/shelf-model/1", "book.note=fine", Encoded)]
    [InlineData("GET", "/shelf-model/1", "id=2", Encoded)]
    [InlineData("POST", "/shelf-update/1", "id=2", Encoded)]
    [InlineData("POST", "/shelf-query?id=1", "id=2", Encoded)]
    [InlineData("GET", "/shelf-minimal/1", "id=2", Encoded)]
    public async Task A_form_does_not_put_another_value_in_the_place_of_the_one_that_was_paid_for(string method, string path, string form, string type)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync(path);
        Assert.Equal(Shop.Paid + "1", await visitor.ReadAsync(path));

        Assert.Equal(Shop.Paid + "1", await SendAsync(visitor, method, path, form, type));
    }

    [Theory]
    [InlineData("GET", "id=2", Encoded)]
    [InlineData("POST", "id=2", Encoded)]
    [InlineData("POST", "id=2", Multipart)]
    [InlineData("POST", "Input.Id=2", Encoded)]
    [InlineData("POST", "Input.Note=fine", Encoded)]
    public async Task Nor_in_the_properties_and_handlers_of_a_page(string method, string form, string type)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/shelf-razor/1");

        Assert.Equal(Shop.Paid + "111", await SendAsync(visitor, method, "/shelf-razor/1", form, type));
    }

    [Theory]
    [InlineData("GET", "/Shelf/Read", "?id=2", "")]
    [InlineData("GET", "/Shelf/Read", "", "id=2")]
    [InlineData("GET", "/shelf-pattern", "?id=2", "")]
    [InlineData("POST", "/shelf-pattern", "?[id]=2", "[id]=2")]
    [InlineData("POST", "/shelf-query", "", "id=2")]
    [InlineData("GET", "/shelf-query", "?[id]=2", "")]
    [InlineData("GET", "/shelf-query/own", "?[id]=2", "")]
    [InlineData("GET", "/shelf-query/own", "?book.id=2", "")]
    public async Task A_value_that_was_left_out_stays_out(string method, string path, string query, string form)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync(path);

        Assert.Equal(Shop.Paid, await SendAsync(visitor, method, path + query, form, Encoded));
    }

    [Theory]
    [InlineData("?id=1&book.id=2")]
    [InlineData("?id=1&book.note=fine")]
    public async Task An_action_that_reads_the_query_reads_what_the_paywall_read(string query)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.BuyAsync("/shelf-query/own?id=1");

        Assert.Equal(Shop.Paid + "1", await visitor.ReadAsync("/shelf-query/own" + query));
    }

    [Theory]
    [InlineData("/shelf-free/1")]
    [InlineData("/shelf-pattern/1/sample")]
    public async Task What_is_free_takes_its_values_as_ever(string path)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);

        Assert.Equal(Shop.Paid + "2", await SendAsync(visitor, "POST", path, "id=2", Encoded));
    }

    [Fact]
    public async Task An_action_that_asks_for_a_field_of_the_form_gets_it()
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await BuyByPostAsync(visitor, "/shelf-form/1");

        Assert.Equal(Shop.Paid + "12", await SendAsync(visitor, "POST", "/shelf-form/1", "id=2", Encoded));
    }

    [Fact]
    public async Task A_file_and_other_fields_are_sent_to_a_sold_action()
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await BuyByPostAsync(visitor, "/shelf-upload/1");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("2"), "id" },
            { new StringContent(" with a note and "), "note" },
            { new StringContent("a map"), "file", "map.txt" },
        };

        Assert.Equal(Shop.Paid + "1 with a note and a map", await SendAsync(visitor, "POST", "/shelf-upload/1", form));
    }

    [Fact]
    public async Task An_action_that_keeps_forms_from_being_read_reads_the_body_itself()
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        await BuyByPostAsync(visitor, "/shelf-stream/1");

        Assert.Equal(Shop.Paid + "1id=2", await SendAsync(visitor, "POST", "/shelf-stream/1", "id=2", Encoded));
    }

    private Task<Shop> OpenAsync()
    {
        var settings = Shop.SettingsWithoutResources(Sandbox.BaseUrl);
        settings["TalerPaywall:Resources:0:Pattern"] = "/shelf-query/{part?}";
        settings["TalerPaywall:Resources:0:Price"] = "KUDOS:1";
        settings["TalerPaywall:Resources:0:Query:0"] = "id";
        settings["TalerPaywall:Resources:1:Pattern"] = "/shelf-pattern/{**slug}";
        settings["TalerPaywall:Resources:1:Price"] = "KUDOS:1";
        return Shop.OpenAsync(
            settings,
            builder =>
            {
                builder.Services.AddControllers(options => options.ValueProviderFactories.Add(new JQueryQueryStringValueProviderFactory())).AddApplicationPart(typeof(ActionAttackTests).Assembly);
                builder.Services.AddRazorPages(options => options.RootDirectory = "/Attacks/Pages");
            },
            app =>
            {
                app.UseTalerPaywall();
                app.MapControllerRoute("default", "{controller}/{action}/{id?}");
                app.MapRazorPages();
                app.Map("/shelf-minimal/{id}", (string id) => Shop.Paid + id).RequireTalerPayment("KUDOS:1");
            });
    }

    /// <summary>Buys what only a POST gets to.</summary>
    private async Task BuyByPostAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.Browser.SendAsync(HttpMethod.Post, path);
        await Sandbox.Control.PayAsync(visitor.Wallet, (await Problem.ReadAsync(answer)).TalerPayUri!);
    }

    private static async Task<string> SendAsync(Visitor visitor, string method, string path, string form, string type)
    {
        if (type == Encoded)
        {
            using var encoded = new StringContent(form, Encoding.ASCII, Encoded);
            return await SendAsync(visitor, method, path, encoded);
        }
        using var parts = new MultipartFormDataContent();
        var fields = HttpUtility.ParseQueryString(form);
        foreach (var name in fields.AllKeys)
            parts.Add(new StringContent(fields[name]!), name!);
        return await SendAsync(visitor, method, path, parts);
    }

    private static async Task<string> SendAsync(Visitor visitor, string method, string path, HttpContent content)
    {
        using var response = await visitor.Browser.SendAsync(new HttpMethod(method), path, request => request.Content = content);
        return await response.Content.ReadAsStringAsync();
    }
}

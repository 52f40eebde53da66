using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Taler.Paywall.Gate;

namespace Taler.Paywall.Tests.Gate;

/// <summary>The slug was found in the path, the id in the query.</summary>
public sealed class HidingValueProviderTests
{
    private static readonly PaidSources Paid = new(["slug"], ["id"]);

    [Theory]
    [InlineData("slug", null)]
    [InlineData("book.slug", null)]
    [InlineData("id", null)]
    [InlineData("note", "form")]
    public void A_form_tells_only_what_was_not_paid_for(string key, string? value)
    {
        var form = Form("slug", "book.slug", "id", "note");

        Assert.Equal(value, form.GetValue(key).FirstValue);
        Assert.Equal(value is not null, form.ContainsPrefix(key));
    }

    [Theory]
    [InlineData("slug", "path")]
    [InlineData("book.slug", "path")]
    [InlineData("slug.x", null)]
    [InlineData("id", null)]
    [InlineData("action", "path")]
    public void The_path_tells_its_own_value_below_a_prefix_too(string key, string? value)
    {
        var route = new RouteValueDictionary { ["slug"] = "path", ["id"] = "path", ["action"] = "path" };
        var path = new HidingValueProvider(new RouteValueProvider(BindingSource.Path, route), Paid);

        Assert.Equal(value, path.GetValue(key).FirstValue);
    }

    [Theory]
    [InlineData("id", "query")]
    [InlineData("book.id", "query")]
    [InlineData("slug", null)]
    [InlineData("note", "query")]
    public void The_query_tells_what_the_rule_took_from_it(string key, string? value) => Assert.Equal(value, Query("id", "slug", "note").GetValue(key).FirstValue);

    [Fact]
    public void A_key_that_the_paywall_did_not_read_is_not_there_though_its_source_is_right()
    {
        var query = Query("book.id", "id[0]", "book[id]");

        Assert.Null(query.GetValue("book.id").FirstValue);
        Assert.Null(query.GetValue("id[0]").FirstValue);
        Assert.Empty(query.GetKeysFromPrefix("id"));
        Assert.Empty(query.GetKeysFromPrefix("book"));
    }

    [Fact]
    public void Hidden_keys_are_not_listed()
    {
        var form = Form("book[slug]", "book[note]", "slug[a]", "note");

        Assert.Equal(["note"], form.GetKeysFromPrefix("book").Keys);
        Assert.Empty(form.GetKeysFromPrefix("slug"));
        Assert.Equal(["book", "note"], form.GetKeysFromPrefix("").Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_asks_for_the_form_gets_the_form()
    {
        var form = Form("slug", "id");

        Assert.Equal("form", form.Filter(BindingSource.Form)?.GetValue("slug").FirstValue);
        Assert.Equal("form", form.Filter(BindingSource.Form)?.GetValue("id").FirstValue);
        Assert.Null(form.Filter(BindingSource.Query));
    }

    [Fact]
    public void Who_asks_for_the_query_gets_all_of_it_and_what_was_paid_for_as_the_paywall_read_it()
    {
        var query = Query("slug", "id", "book.id").Filter(BindingSource.Query);

        Assert.Equal("query", query?.GetValue("slug").FirstValue);
        Assert.Null(Query("book.id").Filter(BindingSource.Query)?.GetValue("book.id").FirstValue);
    }

    [Fact]
    public void Who_asks_for_one_of_several_sources_gets_what_was_paid_for()
    {
        var either = CompositeBindingSource.Create([BindingSource.Form, BindingSource.Path], "form or path");

        Assert.Null(Form("slug").Filter(either)?.GetValue("slug").FirstValue);
    }

    [Fact]
    public void Keys_that_were_rewritten_are_left_out_where_they_are_not_wanted()
    {
        var rewritten = new HidingValueProvider(new JQueryFormValueProvider(BindingSource.Form, new Dictionary<string, StringValues>(), culture: null), Paid);
        var form = Form("note");

        Assert.Null(rewritten.Filter());
        Assert.Same(form, form.Filter());
    }

    private static HidingValueProvider Form(params string[] keys) => new(
        new FormValueProvider(BindingSource.Form, new FormCollection(Values(keys, "form")), culture: null), Paid);

    private static HidingValueProvider Query(params string[] keys) => new(
        new QueryStringValueProvider(BindingSource.Query, new QueryCollection(Values(keys, "query")), culture: null), Paid);

    private static Dictionary<string, StringValues> Values(string[] keys, string value) =>
        keys.ToDictionary(key => key, _ => new StringValues(value), StringComparer.OrdinalIgnoreCase);
}

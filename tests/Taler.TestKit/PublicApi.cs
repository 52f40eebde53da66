using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Taler.TestKit;

/// <summary>Everything that users of an assembly can see, as sorted lines of text.</summary>
public static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Describe(Assembly assembly) =>
        string.Join('\n', assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe)) + "\n";

    /// <summary>The approved text that lies beside the project of an assembly.</summary>
    public static string ApprovedFile(string project, [CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../src", project, "PublicApi.txt"));

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{Attributes(type)}{Kind(type)} {type.FullName}{Bases(type)}";
        var members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}")
            : type.GetMembers(Declared).Where(IsWritten).Select(Describe);
        foreach (var member in members.Order(StringComparer.Ordinal))
            yield return "    " + member;
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    /// <summary>Where an attribute may stand is part of what users can write.</summary>
    private static string Attributes(Type type) => type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage
        ? $"[AttributeUsage({usage.ValidOn}, AllowMultiple = {usage.AllowMultiple}, Inherited = {usage.Inherited})] "
        : "";

    private static string Bases(Type type)
    {
        if (type.IsEnum)
            return "";
        var inherited = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [Name(parent)] : Array.Empty<string>();
        var names = inherited.Concat(type.GetInterfaces().Where(face => face.IsVisible).Select(Name).Order(StringComparer.Ordinal)).ToList();
        return names.Count == 0 ? "" : " : " + string.Join(", ", names);
    }

    /// <summary>Accessors are told by their property, and what the compiler writes for a record is nobody's decision.</summary>
    private static bool IsWritten(MemberInfo member) => member switch
    {
        MethodInfo method => method.Name.StartsWith("op_", StringComparison.Ordinal)
            || (!method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !method.Name.StartsWith('<')),
        Type => false,
        _ => true,
    };

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method)}{Name(Nullability.Create(method.ReturnParameter))} {method.Name}{Generics(method)}({Parameters(method)})",
        PropertyInfo property => $"{Static(property.GetMethod ?? property.SetMethod!)}{Required(property)}{Name(Nullability.Create(property))} {property.Name} {{ {Accessors(property)}}}",
        FieldInfo field => $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
        _ => member.ToString()!,
    };

    private static string Accessors(PropertyInfo property) =>
        (property.GetMethod is { IsPublic: true } ? "get; " : "") + (property.SetMethod is { IsPublic: true } setter ? IsInit(setter) ? "init; " : "set; " : "");

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Required(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(Nullability.Create(parameter))} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: false } => "",
        { DefaultValue: null, ParameterType: { IsValueType: true } type } when Nullable.GetUnderlyingType(type) is null => " = default",
        { DefaultValue: null } => " = null",
        { DefaultValue: string text } => $" = \"{text}\"",
        { DefaultValue: bool value } => value ? " = true" : " = false",
        _ => string.Create(CultureInfo.InvariantCulture, $" = {parameter.DefaultValue}"),
    };

    /// <summary>A type as it is used, with what may be null in it.</summary>
    private static string Name(NullabilityInfo use)
    {
        if (Nullable.GetUnderlyingType(use.Type) is { } value)
            return Name(value) + "?";
        var mark = !use.Type.IsValueType && (use.ReadState is NullabilityState.Nullable || use.WriteState is NullabilityState.Nullable) ? "?" : "";
        if (use.ElementType is { } element)
            return $"{Name(element)}[]{mark}";
        return use.GenericTypeArguments is { Length: > 0 } arguments
            ? $"{Plain(use.Type)}<{string.Join(", ", arguments.Select(Name))}>{mark}"
            : Name(use.Type) + mark;
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    private static string Plain(Type type) => type.Name.Split('`')[0];
}

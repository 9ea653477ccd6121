create table document (text varchar(1000) not null);
